import { comparePackageVersions } from '../version/order.js'
import { readVersion, type Version } from '../version/version.js'
import type { Host } from '../host/host.js'

// A time like any other, for releases that state none: equal inputs must give equal bytes.
const standardTime = 1_000_000_000

/**
 * When a version was released, in seconds since the epoch: SOURCE_DATE_EPOCH, or else the date of its tag in the
 * checkout, or else a fixed time. Never the present: the same inputs give the same bytes.
 */
export async function releaseTime({ upstream }: Version, host: Host): Promise<number> {
  const given = host.env['SOURCE_DATE_EPOCH']
  if (given !== undefined && /^\d+$/.test(given)) return Number(given)
  for (const tag of [`v${upstream}`, upstream]) {
    const { code, stdout } = await git(host, ['log', '-1', '--format=%ct', `refs/tags/${tag}`])
    if (code === 0 && /^\d+$/.test(stdout.trim())) return Number(stdout.trim())
  }
  return standardTime
}

/** A tag of the checkout that names a version. */
export interface Tag {
  readonly version: Version
  /** Seconds since the epoch. */
  readonly time: number
  /** The message of the tag, or of its commit. */
  readonly message: string
}

/** The tags of the checkout that are versions, the newest first. */
export async function listTags(host: Host): Promise<readonly Tag[]> {
  const format = '%(refname:short)%09%(creatordate:unix)%09%(contents:subject)'
  const { code, stdout } = await git(host, ['for-each-ref', '--sort=-creatordate', `--format=${format}`, 'refs/tags'])
  if (code !== 0) return []
  const tags = stdout.split('\n').flatMap((line): Tag[] => {
    const [name = '', time = '', message = ''] = line.split('\t')
    const version = readVersion(name)
    return version ? [{ version, time: Number(time), message }] : []
  })
  // Tags of one moment, as a release of several branches makes them, by version.
  return tags.toSorted(
    (left, right) => right.time - left.time || comparePackageVersions(right.version.package, left.version.package),
  )
}

/** `git describe` of the checkout; undefined when there is no checkout or no tag. */
export async function describeCheckout(host: Host): Promise<string | undefined> {
  const { code, stdout } = await git(host, ['describe', '--tags', '--long', '--match', '*[0-9].[0-9]*'])
  return code === 0 ? stdout.trim() : undefined
}

async function git(host: Host, args: readonly string[]) {
  const cwd = host.directories.work
  // The owner of a checkout in a job container is mostly another user, which git refuses by itself.
  return host
    .exec('git', ['-c', `safe.directory=${cwd}`, ...args], { cwd, allow: 'any' })
    .catch(() => ({ code: 127, stdout: '' }))
}
