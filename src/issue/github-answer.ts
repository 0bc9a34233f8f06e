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

/**
 * What an answer of GitHub's means. Throws a {@link UserError} when a person has to mend something; a failure that may pass is
 * the outcome.
 * @param repository as `owner/name`
 * @param now milliseconds since the epoch
 */
export function judgeAnswer(answer: Answer, { url }: Pick<Request, 'url'>, repository: string, now: number): Outcome<Told> {
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
  const problem = explain(status, told, detailsOf(value), repository)
  if (problem !== undefined) throw new UserError(problem)
  return { done: false, error: new ServiceError({ url, status, reason: told || 'no reason given' }) }
}

/** What the user has to mend, as a sentence; undefined when it is nothing of theirs. */
function explain(status: number, told: string, details: string, repository: string): string | undefined {
  const grant = 'grant the job `permissions: { issues: write }`, or give a token with that right by the input `token`'
  const said = `(${status}${told === '' ? '' : `: ${told}`})`
  if (status === 401)
    return `GitHub does not know the token ${said}; give a valid one by the input \`token\`, or by GITHUB_TOKEN.`
  if (status === 403) return `GitHub does not let the token work on issues of ${repository} ${said}: ${grant}.`
  if (status === 404)
    return `GitHub shows the token no issues of ${repository} ${said}: check the input \`repository\`, and ${grant}.`
  if (status === 410)
    return `${repository} has no issues ${said}: enable them in its settings, or name another by the input \`repository\`.`
  if (status === 422)
    return `GitHub refuses the text of the issue ${said}${details === '' ? '' : `: ${details}`}; check the inputs \`subject\` and \`label\`.`
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

/** The fields that GitHub names as wrong. */
function detailsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('errors' in value)) return ''
  return JSON.stringify(value.errors).slice(0, 300)
}

/** The address that a list goes on at (RFC 8288). */
function nextOf(header: string | readonly string[] | undefined): string | undefined {
  return /<([^>]*)>;\s*rel="next"/.exec(String(header ?? ''))?.[1]
}
