import * as v from 'valibot'
import type { Host } from '../host/host.js'
import { hashBytes } from '../host/file.js'
import { repeatRead } from '../host/retry.js'
import { openApi, readAs, type Place } from './github-api.js'
import type { Refusal } from './github-answer.js'

/** A change of files that a person decides on. */
export interface Proposal {
  /** What it is found again by: one open pull request for each subject. */
  readonly subject: string
  /** The branch that it is for; default: that of the repository. */
  readonly base: string | undefined
  /** The commit that the files were changed from; default: the newest of the branch. */
  readonly commit?: string | undefined
  readonly title: string
  readonly body: string
  /** The content of each file by its path in the repository. */
  readonly files: Readonly<Record<string, Buffer>>
}

/** A pull request that was opened or brought up to date. */
export interface Proposed {
  readonly number: number
  /** Its page. */
  readonly url: string
  readonly branch: string
  /** Whether anything of it is new. */
  readonly changed: boolean
}

const repositoryShape = v.object({ default_branch: v.string() })
const refShape = v.object({ object: v.object({ sha: v.string() }) })
const contentShape = v.object({ sha: v.string(), content: v.nullish(v.string(), '') })
const pullShape = v.object({
  number: v.number(),
  html_url: v.string(),
  title: v.string(),
  body: v.nullish(v.string(), ''),
  head: v.object({ ref: v.string(), repo: v.nullish(v.object({ full_name: v.string() })) }),
})
type Pull = v.InferOutput<typeof pullShape>

/**
 * Opens a pull request with these files, or brings ours of the same subject up to date; undefined when the branch has them
 * already. It works on a branch of its own, which it makes (REST, docs.github.com/rest: git/refs, repos/contents, pulls).
 */
export async function proposeChange(proposal: Proposal, place: Place, host: Host): Promise<Proposed | undefined> {
  const { send, sendOnce, get, list } = openApi(place, host, explainProposal)
  const quiet = openApi(place, host, (refusal) => (refusal.status === 404 ? undefined : explainProposal(refusal)))
  const root = `${place.api}/repos/${place.repository}`
  const base = proposal.base ?? (await get(root, repositoryShape)).default_branch
  const mark = `<!-- obs-publish proposal ${proposal.subject.replace(/[^\w. :/-]/g, '')} -->`
  const body = `${mark}\n${proposal.body}`
  const read = async (path: string, branch: string) => {
    const url = `${root}/contents/${path.split('/').map(encodeURIComponent).join('/')}?ref=${encodeURIComponent(branch)}`
    const found = await find(url, contentShape)
    return found && { sha: found.sha, content: Buffer.from(found.content, 'base64') }
  }
  const differing = async (branch: string) => {
    const all = await Promise.all(
      Object.entries(proposal.files).map(async ([path, content]) => ({ path, content, known: await read(path, branch) })),
    )
    return all.filter(({ content, known }) => known?.content.equals(content) !== true)
  }
  if ((await differing(base)).length === 0) return undefined
  const findOurs = async (): Promise<Pull | undefined> => {
    const open = await list(`${root}/pulls?state=open&base=${encodeURIComponent(base)}&per_page=100`, pullShape)
    const own = open.filter(({ head }) => head.repo?.full_name.toLowerCase() === place.repository.toLowerCase())
    return own.find((pull) => pull.body.startsWith(`${mark}\n`))
  }
  const ours = await findOurs()
  const branch = ours?.head.ref ?? nameBranch(proposal)
  if (ours === undefined) await makeBranch()
  const changes = await differing(branch)
  for (const { path, content, known } of changes) {
    const url = `${root}/contents/${path.split('/').map(encodeURIComponent).join('/')}`
    const sha = known === undefined ? {} : { sha: known.sha }
    const write = { message: proposal.title, content: content.toString('base64'), branch, ...sha }
    // Twice the same is refused by the digest of what is there, so a lost answer does no harm.
    await repeatRead<unknown>(host.clock, async () => {
      const outcome = await send('PUT', url, write)
      if (outcome.done || (await read(path, branch))?.content.equals(content) !== true) return outcome
      return { done: true, value: undefined }
    })
  }
  if (ours !== undefined) {
    const isSame = ours.body === body && ours.title === proposal.title
    if (!isSame)
      await repeatRead(host.clock, () => send('PATCH', `${root}/pulls/${ours.number}`, { title: proposal.title, body }))
    return { number: ours.number, url: ours.html_url, branch, changed: changes.length > 0 || !isSame }
  }
  const opened = await sendOnce(
    `${root}/pulls`,
    { title: proposal.title, body, head: branch, base },
    ({ value }) => readAs(pullShape, value, root),
    findOurs,
  )
  return { number: opened.number, url: opened.html_url, branch, changed: true }

  async function makeBranch(): Promise<void> {
    const url = `${root}/git/ref/heads/${branch}`
    if ((await find(url, refShape)) !== undefined) return
    const sha = proposal.commit ?? (await get(`${root}/git/ref/heads/${base}`, refShape)).object.sha
    const look = async () => ((await find(url, refShape)) === undefined ? undefined : true)
    await sendOnce(`${root}/git/refs`, { ref: `refs/heads/${branch}`, sha }, () => true, look)
  }

  /** What is at an address; undefined for 404. */
  async function find<S extends v.GenericSchema>(url: string, shape: S): Promise<v.InferOutput<S> | undefined> {
    const told = await repeatRead<unknown>(host.clock, async () => {
      const outcome = await quiet.send('GET', url)
      if (!outcome.done) return outcome.error.status === 404 ? { done: true, value: undefined } : outcome
      return { done: true, value: outcome.value.value }
    })
    return told === undefined ? undefined : readAs(shape, told, url)
  }
}

/** A branch for these very files: whoever proposes the same again finds it. */
function nameBranch({ subject, files }: Proposal): string {
  const digest = hashBytes(
    Object.entries(files)
      .map(([path, content]) => `${path}\n${content.toString('base64')}`)
      .join('\n'),
    'sha256',
  )
  const word = subject.replace(/[^A-Za-z0-9.]+/g, '-').replace(/\.{2,}|^[-.]+|[-.]+$/g, '')
  return `obs-publish/${word}-${digest.slice(0, 8)}`
}

function explainProposal({ status, said, repository }: Refusal): string | undefined {
  if (status === 403 && said.includes('not permitted to create or approve pull requests'))
    return `GitHub lets no workflow of ${repository} open pull requests ${said}: allow it in Settings, Actions, General, or give the token of an app by the input \`token\`.`
  if (status !== 403 && status !== 404) return undefined
  return `GitHub does not let the token open a pull request in ${repository} ${said}: grant the job \`permissions: { contents: write, pull-requests: write }\`, or give a token with these rights by the input \`token\`.`
}
