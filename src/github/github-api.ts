import * as v from 'valibot'
import { ServiceError } from '../error.js'
import type { Request } from '../host/exchange.js'
import type { Host } from '../host/host.js'
import { repeatRead, type Outcome } from '../host/retry.js'
import { judgeAnswer, type Explain, type Told } from './github-answer.js'

/** A repository on a GitHub, and who we are there. */
export interface Place {
  /** The address of the API, without a slash at its end. */
  readonly api: string
  /** As `owner/name`. */
  readonly repository: string
  readonly token: string
}

/** GitHub's REST API. Errors as of {@link judgeAnswer}. */
export interface Api {
  /** Sends one request; what may pass is the outcome. */
  readonly send: (method: Request['method'], url: string, content?: object) => Promise<Outcome<Told>>
  /** Sends a POST that must have its effect once: after an answer that may hide the effect, looks before it sends again. */
  readonly sendOnce: <T>(
    url: string,
    content: object,
    accept: (told: Told) => T,
    look: () => Promise<T | undefined>,
  ) => Promise<T>
  /** Reads one thing; repeated when the service did not answer. */
  readonly get: <S extends v.GenericSchema>(url: string, shape: S) => Promise<v.InferOutput<S>>
  /** Reads a list of things, page after page. */
  readonly list: <S extends v.GenericSchema>(url: string, shape: S) => Promise<readonly v.InferOutput<S>[]>
}

/** More pages of a hundred are not read. */
const mostPages = 20

/** Talks to GitHub (docs.github.com/rest). */
export function openApi({ api, repository, token }: Place, host: Host, explain: Explain): Api {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` }
  const send: Api['send'] = async (method, url, content) => {
    const body = content === undefined ? {} : { body: JSON.stringify(content) }
    const type = content === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }
    host.log.debug(`${method} ${url}`)
    try {
      const answer = await host.http.exchange({ method, url, headers: { ...headers, ...type }, ...body })
      return judgeAnswer(answer, { url }, repository, explain, host.clock.now())
    } catch (error) {
      if (error instanceof ServiceError) return { done: false, error }
      throw error
    }
  }
  return {
    send,
    async sendOnce<T>(url: string, content: object, accept: (told: Told) => T, look: () => Promise<T | undefined>) {
      let isUnsure = false
      return repeatRead<T>(host.clock, async () => {
        const found = isUnsure ? await look() : undefined
        if (found !== undefined) return { done: true, value: found }
        const outcome = await send('POST', url, content)
        if (outcome.done) return { done: true, value: accept(outcome.value) }
        const { status } = outcome.error
        isUnsure ||= status === undefined || status >= 500 || status < 300
        return outcome
      })
    },
    async get(url, shape) {
      const told = await repeatRead(host.clock, () => send('GET', url))
      return readAs(shape, told.value, url)
    },
    async list<S extends v.GenericSchema>(url: string, shape: S) {
      const rows: v.InferOutput<S>[] = []
      let next: string | undefined = url
      for (let page = 1; next !== undefined && page <= mostPages; page++) {
        const here: string = next
        const told = await repeatRead(host.clock, () => send('GET', here))
        rows.push(...readAs(v.array(shape), told.value, here))
        // The token is for this API alone.
        next = told.next !== undefined && new URL(told.next).origin === new URL(api).origin ? told.next : undefined
      }
      return rows
    },
  }
}

/** What GitHub sent, if it is of that shape. */
export function readAs<S extends v.GenericSchema>(shape: S, value: unknown, url: string): v.InferOutput<S> {
  const result = v.safeParse(shape, value)
  if (result.success) return result.output
  throw new ServiceError({ url, status: 200, reason: 'what it sent is not what GitHub sends', hint: 'check GITHUB_API_URL' })
}
