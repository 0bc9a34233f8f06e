import { createWriteStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Writes one line an answer: time, login, request, status, milliseconds. Headers, and so credentials, are never written. */
export function openAccessLog(
  file: string,
): (request: IncomingMessage, response: ServerResponse, login: () => string | undefined) => void {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  return (request, response, login) => {
    const begun = Date.now()
    response.on('close', () => {
      const outcome = response.writableFinished ? String(response.statusCode) : 'aborted'
      const target = (request.url ?? '').replace(/[^\x21-\x7e]/g, '?')
      stream.write(
        `${new Date(begun).toISOString()} ${login() ?? '-'} ${request.method ?? '-'} ${target} ${outcome} ${Date.now() - begun}ms\n`,
      )
    })
  }
}
