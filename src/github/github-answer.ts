import { ServiceError, UserError } from '../error.js'
import type { Answer, Request } from '../host/exchange.js'
import { parseRetryAfter, type Outcome } from '../host/retry.js'

/** The JSON of an answer that did what was asked, and where the list goes on. */
export interface Told {
  readonly value: unknown
  readonly next: string | undefined
}

/** What GitHub asks for when it refuses for too many requests and says no time. */
const usualPause = 60_000

/** What a refusal means to the user, as a sentence; undefined when it is nothing of theirs. */
export type Explain = (refusal: Refusal) => string | undefined

/** What GitHub answers when it does not do what was asked. */
export interface Refusal {
  readonly status: number
  /** The status and its reason, in brackets. */
  readonly said: string
  /** The fields that it names as wrong, with a colon before them; empty when it names none. */
  readonly details: string
  /** As `owner/name`. */
  readonly repository: string
}

/**
 * What an answer of GitHub's means. Throws a {@link UserError} when a person has to mend something; a failure that may pass is
 * the outcome.
 * @param repository as `owner/name`
 * @param explain what is peculiar to what was asked
 * @param now milliseconds since the epoch
 */
export function judgeAnswer(
  answer: Answer,
  { url }: Pick<Request, 'url'>,
  repository: string,
  explain: Explain,
  now: number,
): Outcome<Told> {
  const { status, headers, text } = answer
  const value = parse(text)
  const told = messageOf(value)
  if (status >= 200 && status < 300) {
    if (value !== undefined) return { done: true, value: { value, next: nextOf(headers['link']) } }
    const reason = 'what it sent is no JSON'
    return { done: false, error: new ServiceError({ url, status, reason, retriable: true }) }
  }
  const wait = limitOf(answer, told, now)
  if (wait !== undefined) {
    const hint = `it asks to come back in ${Math.ceil(wait / 1000)} s`
    const reason = told || 'too many requests'
    return { done: false, wait, error: new ServiceError({ url, status, reason, retriable: true, hint }) }
  }
  const said = `(${status}${told === '' ? '' : `: ${told}`})`
  const refusal = { status, said, details: detailsOf(value), repository }
  const problem = explainAll(refusal) ?? explain(refusal)
  if (problem !== undefined) throw new UserError(problem)
  return { done: false, error: new ServiceError({ url, status, reason: told || 'no reason given' }) }
}

/** What means the same whatever was asked. */
function explainAll({ status, said, repository }: Refusal): string | undefined {
  if (status === 401)
    return `GitHub does not know the token ${said}; give a valid one by the input \`token\`, or by GITHUB_TOKEN.`
  if (status >= 300 && status < 400) return `${repository} has moved ${said}: give its present name by the input \`repository\`.`
  return undefined
}

/** Milliseconds to wait when the answer refuses for too many requests; undefined when it does not. */
function limitOf({ status, headers }: Answer, told: string, now: number): number | undefined {
  if (status !== 429 && status !== 403) return undefined
  const asked = parseRetryAfter(headers['retry-after'], now)
  if (asked !== undefined) return asked
  const reset = Number(headers['x-ratelimit-reset'])
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) return Math.max(1000, reset * 1000 - now)
  return status === 429 || /rate limit/i.test(told) ? usualPause : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function messageOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
    ? value.message.replace(/\s+/g, ' ').trim().slice(0, 300)
    : ''
}

function detailsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('errors' in value)) return ''
  return `: ${JSON.stringify(value.errors).slice(0, 300)}`
}

/** The address that a list goes on at (RFC 8288). */
function nextOf(header: string | readonly string[] | undefined): string | undefined {
  return /<([^>]*)>;\s*rel="next"/.exec(String(header ?? ''))?.[1]
}
