import * as v from 'valibot'
import { ServiceError } from '../error.js'
import type { Request } from '../host/exchange.js'
import type { Host } from '../host/host.js'
import { repeatRead, type Outcome } from '../host/retry.js'
import type { OwnIssue } from './decision.js'
import { judgeAnswer, type Told } from './github-answer.js'
import type { Comment } from './issue-comment.js'
import { readMark } from './mark.js'

/** A repository on a GitHub, and who we are there. */
export interface Place {
  /** The address of the API, without a slash at its end. */
  readonly api: string
  /** As `owner/name`. */
  readonly repository: string
  readonly token: string
}

/** The issues of a repository, as far as the suite touches them. Errors as of {@link judgeAnswer}. */
export interface Issues {
  /** Our open issues about a subject, oldest first: those with the label whose body bears its mark. */
  find(subject: string, label: string): Promise<readonly OwnIssue[]>
  /** Opens an issue, once: `label` finds it again when the answer is lost. Tells the labels that it has. */
  open(
    text: { title: string; body: string; labels: readonly string[] },
    look: () => Promise<OwnIssue | undefined>,
  ): Promise<Opened>
  /** Writes a comment, unless the issue has it. */
  comment(number: number, comment: Comment): Promise<void>
  /** Changes the body or the state; twice the same does no harm. */
  change(number: number, change: Readonly<Record<string, string>>): Promise<void>
}

/** An issue that has been opened: its page, and those of our labels that GitHub gave it. */
export interface Opened {
  readonly url: string
  readonly labels: readonly string[]
}

const label = v.union([v.string(), v.object({ name: v.nullish(v.string(), '') })])
const issueShape = v.object({
  number: v.number(),
  html_url: v.string(),
  body: v.nullish(v.string(), ''),
  labels: v.array(label),
  pull_request: v.optional(v.unknown()),
})
const commentShape = v.object({ body: v.nullish(v.string(), '') })

/** More pages of a hundred are not read. */
const mostPages = 20

/** Talks to GitHub's issues (REST, docs.github.com/rest/issues). */
export function openIssues({ api, repository, token }: Place, host: Host): Issues {
  const root = `${api}/repos/${repository}/issues`
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` }

  const send = async (method: Request['method'], url: string, content?: object): Promise<Outcome<Told>> => {
    const body = content === undefined ? {} : { body: JSON.stringify(content) }
    const type = content === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }
    host.log.debug(`${method} ${url}`)
    try {
      const answer = await host.http.exchange({ method, url, headers: { ...headers, ...type }, ...body })
      return judgeAnswer(answer, { url }, repository, host.clock.now())
    } catch (error) {
      if (error instanceof ServiceError) return { done: false, error }
      throw error
    }
  }

  /** Sends what must have its effect once: after an answer that may hide the effect, looks before it sends again. */
  const sendOnce = async <T>(url: string, content: object, accept: (told: Told) => T, look: () => Promise<T | undefined>) => {
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
  }

  const list = async <S extends v.GenericSchema>(url: string, shape: S): Promise<readonly v.InferOutput<S>[]> => {
    const rows: v.InferOutput<S>[] = []
    let next: string | undefined = url
    for (let page = 1; next !== undefined && page <= mostPages; page++) {
      const here: string = next
      const told = await repeatRead(host.clock, () => send('GET', here))
      rows.push(...read(v.array(shape), told.value, here))
      // The token is for this API alone.
      next = told.next !== undefined && new URL(told.next).origin === new URL(api).origin ? told.next : undefined
    }
    return rows
  }

  return {
    async find(subject, name) {
      const query = `state=open&labels=${encodeURIComponent(name)}&sort=created&direction=asc&per_page=100`
      const rows = await list(`${root}?${query}`, issueShape)
      return rows
        .flatMap(({ number, html_url: url, body, pull_request: pull }): OwnIssue[] => {
          const mark = pull === undefined ? readMark(body) : undefined
          return mark?.subject === subject ? [{ number, url, body, mark }] : []
        })
        .toSorted((left, right) => left.number - right.number)
    },
    async open(text, look) {
      return sendOnce(
        root,
        text,
        ({ value }) => {
          const { html_url: url, labels } = read(issueShape, value, root)
          return { url, labels: labels.map((each) => (typeof each === 'string' ? each : each.name)) }
        },
        // What a search by the label finds has it.
        async () => look().then((found) => found && { url: found.url, labels: text.labels }),
      )
    },
    async comment(number, { mark, body }) {
      const url = `${root}/${number}/comments`
      const look = async () => {
        const present = await list(`${url}?per_page=100`, commentShape)
        return present.some((each) => each.body.includes(mark)) ? true : undefined
      }
      if ((await look()) === undefined) await sendOnce(url, { body }, () => true, look)
    },
    async change(number, change) {
      await repeatRead(host.clock, () => send('PATCH', `${root}/${number}`, change))
    },
  }
}

function read<S extends v.GenericSchema>(shape: S, value: unknown, url: string): v.InferOutput<S> {
  const result = v.safeParse(shape, value)
  if (result.success) return result.output
  throw new ServiceError({ url, status: 200, reason: 'what it sent is not what GitHub sends', hint: 'check GITHUB_API_URL' })
}
