import type { ServerResponse } from 'node:http'
import { escapeXml } from '../../xml.js'

/** A refusal with OBS's symbolic code (`unknown_package`), which clients read from the body and from a header. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, summary: string) {
    super(summary)
    this.status = status
    this.code = code
  }
}

export function sendXml(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8' }).end(`${body}\n`)
}

/** OBS's answer to a command: `<status code="ok">`, or an error with its code. Nothing when headers are out already. */
export function sendStatus(response: ServerResponse, status: number, code: string, summary: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const headers = { 'content-type': 'application/xml; charset=utf-8', ...(status >= 400 ? { 'x-opensuse-errorcode': code } : {}) }
  response
    .writeHead(status, headers)
    .end(`<status code="${escapeXml(code)}">\n  <summary>${escapeXml(summary)}</summary>\n</status>\n`)
}

/** What a front end answers when it cannot reach its backend: Rails' words for most, and of a project's config that it is not there. */
export function sendOutage(response: ServerResponse, path: string, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const reason = error instanceof Error ? error.message : String(error)
  if (/^\/source\/[^/]+\/_config/.test(path))
    return sendStatus(response, 404, 'not_found', `Content Failed to open TCP connection to ${reason}`)
  response
    .writeHead(500, { 'content-type': 'application/xml; charset=utf-8' })
    .end('<hash>\n  <status type="integer">500</status>\n  <error>Internal Server Error</error>\n</hash>\n')
}

/** The body of a request, as text. */
export async function readText(request: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = []
  // A request without an encoding yields buffers.
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
