import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Visitor } from './rights.js'

const cookieName = 'obs_session'
const mostSessions = 1000

interface User {
  readonly password: string
  readonly admin: boolean
}

/** Knows who sends a request: by Basic credentials, or by the session cookie that a good answer may set. */
export class Authentication {
  readonly #users: ReadonlyMap<string, User>
  readonly #sessions = new Map<string, string>()
  readonly #setsCookie: boolean

  /** @param setsCookie whether a good answer opens a session, which spares the 401 of each request */
  constructor(users: Readonly<Record<string, User>>, setsCookie: boolean) {
    this.#users = new Map(Object.entries(users))
    this.#setsCookie = setsCookie
  }

  /** Who sends the request; undefined when nobody is proven. A new session is written to the response's headers. */
  identify(request: IncomingMessage, response: ServerResponse): Visitor | undefined {
    const login = this.#prove(request, response)
    return login === undefined ? undefined : { login, admin: this.#users.get(login)?.admin === true }
  }

  #prove(request: IncomingMessage, response: ServerResponse): string | undefined {
    const session = readCookie(request.headers.cookie)
    const known = session === undefined ? undefined : this.#sessions.get(session)
    if (known !== undefined) return known
    const credentials = readCredentials(request.headers.authorization)
    if (credentials === undefined || !this.#matches(credentials)) return undefined
    if (this.#setsCookie) response.setHeader('set-cookie', `${cookieName}=${this.#open(credentials.login)}; Path=/; HttpOnly`)
    return credentials.login
  }

  get logins(): string[] {
    return [...this.#users.keys()]
  }

  #matches({ login, password }: Credentials): boolean {
    // A login that does not exist costs the same time.
    const expected = this.#users.get(login)?.password
    const same = timingSafeEqual(digest(password), digest(expected ?? randomBytes(16).toString('hex')))
    return same && expected !== undefined
  }

  #open(login: string): string {
    const id = randomBytes(16).toString('hex')
    this.#sessions.set(id, login)
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest)
    return id
  }
}

export interface Credentials {
  readonly login: string
  readonly password: string
}

/** The credentials of a Basic `Authorization` header (RFC 7617); the password may hold colons. */
export function readCredentials(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { login: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** The session's number in a `Cookie` header. */
export function readCookie(header: string | undefined): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([0-9a-f]{32})(?:;|$)`).exec(header ?? '')?.[1]
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
