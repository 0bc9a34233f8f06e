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
