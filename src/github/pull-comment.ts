import * as v from 'valibot'
import type { Host } from '../host/host.js'
import { repeatRead } from '../host/retry.js'
import { openApi, type Place } from './github-api.js'
import type { Refusal } from './github-answer.js'

const shape = v.object({ id: v.number(), html_url: v.string(), body: v.nullish(v.string(), '') })

/** GitHub takes no longer text (docs.github.com/rest/issues/comments). */
const longest = 65_536

/**
 * Says something in a pull request, once: the comment of the same subject is changed. Resolves to its page.
 * @param subject what the comment is found again by
 */
export async function commentOnPull(number: number, subject: string, text: string, place: Place, host: Host): Promise<string> {
  const { send, sendOnce, list } = openApi(place, host, explainComments)
  const root = `${place.api}/repos/${place.repository}/issues`
  const url = `${root}/${number}/comments`
  const mark = `<!-- obs-publish comment ${subject.replace(/[^\w. /-]/g, '')} -->`
  const body = shorten(`${mark}\n${text}`)
  const find = async () => (await list(`${url}?per_page=100`, shape)).find((each) => each.body.startsWith(`${mark}\n`))
  const before = await find()
  if (before === undefined) {
    const address = (comment: v.InferOutput<typeof shape> | undefined) => comment?.html_url
    return sendOnce(
      url,
      { body },
      ({ value }) => v.parse(shape, value).html_url,
      async () => address(await find()),
    )
  }
  if (before.body !== body) await repeatRead(host.clock, () => send('PATCH', `${root}/comments/${before.id}`, { body }))
  return before.html_url
}

function shorten(text: string): string {
  const end = '\n\nThe rest is in the summary of the run.'
  return text.length <= longest ? text : `${text.slice(0, longest - end.length)}${end}`
}

function explainComments({ status, said, repository }: Refusal): string | undefined {
  if (status !== 403 && status !== 404) return undefined
  return `GitHub does not let the token comment on the pull request of ${repository} ${said}: grant the job \`permissions: { pull-requests: write }\`, or give a token with that right by the input \`token\`.`
}
