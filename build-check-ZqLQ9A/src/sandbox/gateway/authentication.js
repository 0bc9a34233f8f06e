import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
const cookieName = 'obs_session';
const mostSessions = 1000;
/** Knows who sends a request: by Basic credentials, or by the session cookie that a good answer sets. */
export class Authentication {
    #users;
    #sessions = new Map();
    constructor(users) {
        this.#users = new Map(Object.entries(users));
    }
    /** The login behind the request; undefined when nobody is proven. A new session is written to the response's headers. */
    identify(request, response) {
        const session = readCookie(request.headers.cookie);
        const known = session === undefined ? undefined : this.#sessions.get(session);
        if (known !== undefined)
            return known;
        const credentials = readCredentials(request.headers.authorization);
        if (credentials === undefined || !this.#matches(credentials))
            return undefined;
        response.setHeader('set-cookie', `${cookieName}=${this.#open(credentials.login)}; Path=/; HttpOnly`);
        return credentials.login;
    }
    get logins() {
        return [...this.#users.keys()];
    }
    #matches({ login, password }) {
        // A login that does not exist costs the same time.
        const expected = this.#users.get(login);
        const same = timingSafeEqual(digest(password), digest(expected ?? randomBytes(16).toString('hex')));
        return same && expected !== undefined;
    }
    #open(login) {
        const id = randomBytes(16).toString('hex');
        this.#sessions.set(id, login);
        const [oldest] = this.#sessions.keys();
        if (this.#sessions.size > mostSessions && oldest !== undefined)
            this.#sessions.delete(oldest);
        return id;
    }
}
/** The credentials of a Basic `Authorization` header (RFC 7617); the password may hold colons. */
export function readCredentials(header) {
    const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
    if (encoded === undefined)
        return undefined;
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    return colon < 0 ? undefined : { login: text.slice(0, colon), password: text.slice(colon + 1) };
}
/** The session's number in a `Cookie` header. */
export function readCookie(header) {
    return new RegExp(`(?:^|;\\s*)${cookieName}=([0-9a-f]{32})(?:;|$)`).exec(header ?? '')?.[1];
}
function digest(text) {
    return createHash('sha256').update(text).digest();
}
