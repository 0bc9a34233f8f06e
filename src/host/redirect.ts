import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { redactUrl, ServiceError } from '../error.js'
import type { Connection } from './connection.js'

/** One answer on the way to a file: who gave it, and until when its certificate is good. */
export interface Hop {
  /** Without user name, password and query. */
  readonly url: string
  readonly status: number
  /** Milliseconds since the epoch; undefined for plain HTTP. */
  readonly certificateExpires: number | undefined
}

const mostHops = 10
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * Asks for a file and follows redirects, which may name their target relative to their own address (RFC 9110, 10.2.2). Throws a {@link ServiceError} for one that leads in a circle, to nowhere or out
 * of the web.
 */
export async function getFollowing(
  client: Connection,
  url: string,
  headers: Readonly<Record<string, string>>,
  onHop: (hop: Hop) => void = () => undefined,
): Promise<IncomingMessage> {
  const seen = new Set<string>()
  for (let address = url; ;) {
    seen.add(address)
    const message = await client.send('GET', address, headers)
    const status = message.statusCode ?? 0
    onHop({ url: redactUrl(address), status, certificateExpires: readExpiry(message.socket) })
    if (!redirects.has(status)) return message
    message.resume()
    const next = resolveLocation(address, message.headers.location, status)
    if (seen.has(next)) throw misled(address, status, `its redirect leads in a circle, to ${redactUrl(next)}`)
    if (seen.size > mostHops) throw misled(address, status, `more than ${mostHops} redirects follow one another`)
    address = next
  }
}

function resolveLocation(address: string, location: string | undefined, status: number): string {
  if (location === undefined) throw misled(address, status, 'its redirect names no address')
  let next: URL
  try {
    next = new URL(location, address)
  } catch {
    throw misled(address, status, `its redirect names no address but ${JSON.stringify(location.slice(0, 200))}`)
  }
  const { protocol } = next
  if (protocol !== 'http:' && protocol !== 'https:')
    throw misled(address, status, `its redirect leads out of the web, to ${JSON.stringify(location.slice(0, 200))}`)
  if (protocol === 'http:' && address.startsWith('https:'))
    throw misled(address, status, `its redirect leads from https to http, to ${redactUrl(next.href)}`)
  return next.href
}

function misled(url: string, status: number, reason: string): ServiceError {
  return new ServiceError({ url, status, reason, retriable: false, hint: 'mend the redirect on the download host' })
}

/** A certificate's end, of a connection that has one. */
function readExpiry(socket: unknown): number | undefined {
  if (typeof socket !== 'object' || socket === null || !('getPeerCertificate' in socket)) return undefined
  // A socket with this method is one of node:tls.
  const end = Date.parse((socket as TLSSocket).getPeerCertificate().valid_to)
  return Number.isNaN(end) ? undefined : end
}
