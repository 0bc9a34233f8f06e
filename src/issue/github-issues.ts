import * as v from 'valibot'
import { openApi, readAs, type Place } from '../github/github-api.js'
import type { Refusal } from '../github/github-answer.js'
import type { Host } from '../host/host.js'
import { repeatRead } from '../host/retry.js'
import type { OwnIssue } from './decision.js'
import type { Comment } from './issue-comment.js'
import { readMark } from './mark.js'

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

/** Talks to GitHub's issues (REST, docs.github.com/rest/issues). */
export function openIssues(place: Place, host: Host): Issues {
  const { send, sendOnce, list } = openApi(place, host, explainIssues)
  const root = `${place.api}/repos/${place.repository}/issues`

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
          const { html_url: url, labels } = readAs(issueShape, value, root)
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

function explainIssues({ status, said, details, repository }: Refusal): string | undefined {
  const grant = 'grant the job `permissions: { issues: write }`, or give a token with that right by the input `token`'
  if (status === 403) return `GitHub does not let the token work on issues of ${repository} ${said}: ${grant}.`
  if (status === 404)
    return `GitHub shows the token no issues of ${repository} ${said}: check the input \`repository\`, and ${grant}.`
  if (status === 410)
    return `${repository} has no issues ${said}: enable them in its settings, or name another by the input \`repository\`.`
  if (status === 422) return `GitHub refuses the text of the issue ${said}${details}; check the inputs \`subject\` and \`label\`.`
  return undefined
}
