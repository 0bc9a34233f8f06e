import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { History, Tag } from '../plan/history.js'
import type { SuffixRules } from '../version/suffix.js'
import { comparePackageVersions } from '../version/order.js'
import { stripTag, type TagTemplate } from '../version/tag-template.js'
import { readTag } from '../version/version.js'

/**
 * Reads the tags of the checkout that are versions; without a checkout there are none.
 * @param whole whether to read also how they stand to each other, which takes a second or two in a large repository
 */
export async function readHistory(host: Host, whole: boolean, rules: SuffixRules = {}, template?: TagTemplate): Promise<History> {
  const given = host.env['SOURCE_DATE_EPOCH']
  const epoch = given !== undefined && /^\d+$/.test(given) ? Number(given) : undefined
  const fields = ['refname:lstrip=2', '*objectname', 'objectname', '*committerdate:unix', 'committerdate:unix']
  const format = [...fields, 'creatordate:unix', 'contents:subject'].map((field) => `%(${field})`).join('%00')
  const { stdout } = await git(host, ['for-each-ref', `--format=${format}`, 'refs/tags'])
  const tags: Tag[] = []
  for (const line of stdout.split('\n')) {
    const [name = '', peeled, object = '', committedPeeled, committed, tagged, message = ''] = line.split('\0')
    const version = readTag(template === undefined ? name : (stripTag(name, template) ?? ''), rules)
    if (!version) continue
    const time = committedPeeled || committed
    // A tag of a tag is followed by one step only, and one of a file leads to no commit.
    const end = time ? { commit: peeled || object, committed: Number(time) } : await followTag(host, name)
    if (end) tags.push({ version, ...end, tagged: Number(tagged), message })
  }
  return { epoch, tags, ...(whole ? await readGraph(host) : { parents: new Map() }) }
}

async function followTag(host: Host, name: string): Promise<Pick<Tag, 'commit' | 'committed'> | undefined> {
  const { code, stdout } = await git(host, ['log', '-1', '--format=%H %ct', `refs/tags/${name}^{commit}`, '--'])
  const [commit = '', committed] = stdout.trim().split(' ')
  return code === 0 ? { commit, committed: Number(committed) } : undefined
}

async function readGraph(host: Host): Promise<Pick<History, 'parents' | 'head'>> {
  const { stdout } = await git(host, ['rev-list', '--parents', '--tags', 'HEAD'])
  const head = await readCommit(host)
  const lines = stdout.split('\n').map((line) => line.split(' '))
  return { parents: new Map(lines.map(([commit = '', ...parents]) => [commit, parents])), head }
}

/** The commit that is checked out; empty without a checkout. */
export async function readCommit(host: Host): Promise<string> {
  return (await git(host, ['rev-parse', '--verify', '--quiet', 'HEAD'])).stdout.trim()
}

/** Throws a {@link UserError} when there is no checkout, or not its whole history, so that tags may be missing. */
export async function requireTags(host: Host, purpose: string): Promise<void> {
  const { code } = await git(host, ['rev-parse'])
  const needs = `${purpose} needs the tags of the repository, and`
  if (code === 127) throw new UserError(`${needs} git is not installed (install it: apt-get install git).`)
  if (code !== 0) throw new UserError(`${needs} ${host.directories.work} is no git repository; run it in a clone of the project.`)
  await refuseShallow(host, purpose)
}

/** Throws a {@link UserError} for a checkout that has not its whole history. */
export async function refuseShallow(host: Host, purpose: string): Promise<void> {
  const { stdout } = await git(host, ['rev-parse', '--is-shallow-repository'])
  if (stdout.trim() !== 'true') return
  throw new UserError(
    `${purpose} needs the tags of the repository, and ${host.directories.work} is a shallow checkout without them; give actions/checkout \`fetch-depth: 0\`, or run git fetch --unshallow --tags.`,
  )
}

/**
 * `git describe` of the checkout, by the highest version where a commit has several tags; undefined when there is no checkout
 * or no tag of the packages'. Another component's tag is none of them.
 */
export async function describeCheckout(host: Host, template?: TagTemplate): Promise<string | undefined> {
  const { code, stdout } = await git(host, ['describe', '--tags', '--long', ...patternsOf(template)])
  if (code !== 0) return undefined
  const [, tag, rest] = /^(.+)(-\d+-g[0-9a-f]+)$/.exec(stdout.trim()) ?? []
  if (tag === undefined || rest === undefined) return stdout.trim()
  const beside = await git(host, ['tag', '--points-at', `refs/tags/${tag}^{commit}`])
  const versions = beside.stdout.split('\n').flatMap((name) => {
    const version = readTag(template === undefined ? name : (stripTag(name, template) ?? ''))
    return version === undefined ? [] : [{ name, version }]
  })
  const [highest] = versions.toSorted((left, right) => comparePackageVersions(right.version.package, left.version.package))
  return `${highest?.name ?? tag}${rest}`
}

function patternsOf(template: TagTemplate | undefined): string[] {
  if (template === undefined) return ['--match', '*[0-9].[0-9]*', '--exclude', '*/*']
  const [before, behind] = [template.before, template.behind].map((text) => text.replace(/[\\*?[]/g, '\\$&'))
  return ['', 'v', 'V'].flatMap((letter) => ['--match', `${before}${letter}[0-9]*${behind}`])
}

async function git(host: Host, args: readonly string[]) {
  const cwd = host.directories.work
  // The owner of a checkout in a job container is mostly another user, which git refuses by itself.
  return host
    .exec('git', ['-c', `safe.directory=${cwd}`, ...args], { cwd, allow: 'any' })
    .catch(() => ({ code: 127, stdout: '' }))
}
