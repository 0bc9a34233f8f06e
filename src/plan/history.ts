import { comparePackageVersions } from '../version/order.js'
import type { Version } from '../version/version.js'
import type { ChangelogEntry } from './plan.js'

/** A tag of the user's checkout that names a version. */
export interface Tag {
  readonly version: Version
  readonly commit: string
  /** When the commit was made, in seconds since the epoch. */
  readonly committed: number
  /** When the tag was made: that of the commit, for a tag without a message. */
  readonly tagged: number
  /** The message of the tag, or of its commit. */
  readonly message: string
}

/** What a checkout knows of time. */
export interface History {
  /** SOURCE_DATE_EPOCH: the time that everything gets. */
  readonly epoch?: number | undefined
  readonly tags: readonly Tag[]
  /** The parents of every commit; empty when nobody needs them. */
  readonly parents: ReadonlyMap<string, readonly string[]>
  /** What is checked out, for a version that has no tag. */
  readonly head?: string | undefined
}

// A time like any other, for releases that state none: equal inputs must give equal bytes.
const standardTime = 1_000_000_000

/**
 * When a version was released, in seconds since the epoch: SOURCE_DATE_EPOCH, or else the date of its tag's commit, or
 * else a fixed time. Never the present: the same inputs give the same bytes.
 */
export function releaseTime({ upstream }: Version, { epoch, tags }: History): number {
  return epoch ?? tags.find(({ version }) => version.upstream === upstream)?.committed ?? standardTime
}

/**
 * The entries of a version's own line, the newest first: its minor's tags at or below it, and what led to the first of
 * them. What is on another branch, or was tagged after it, is none of them, so that they stay the same for ever.
 */
export function listLine(version: Version, history: History): ChangelogEntry[] {
  const own = history.tags.find((tag) => tag.version.upstream === version.upstream)
  const start = own?.commit ?? history.head
  const reached = start === undefined ? [] : reach(start, history)
  const earlier = (tag: Tag) => compare(tag.version, version) <= 0 && (own === undefined || tag.tagged <= own.tagged)
  const first = (tag: Tag, index: number, all: readonly Tag[]) =>
    all.findIndex((other) => other.version.package === tag.version.package) === index
  const line = takeLine(reached.filter(earlier).filter(first), version.minor, history)
  return line.map((tag) => ({
    version: tag.version.package,
    time: tag.tagged,
    changes: [tag.message || `Version ${tag.version.upstream}.`],
  }))
}

/** The tags of a minor, the newest first, and after them those that its first one stands on, minor by minor. */
function takeLine(candidates: readonly Tag[], minor: string, history: History): Tag[] {
  const line = newestFirst(candidates.filter(({ version }) => version.minor === minor))
  const first = line.at(-1)
  const led = first === undefined ? candidates : reach(first.commit, history).filter((tag) => candidates.includes(tag))
  const older = led.filter((tag) => !line.includes(tag))
  const [next] = newestFirst(older)
  return next === undefined ? line : [...line, ...takeLine(older, next.version.minor, history)]
}

function newestFirst(tags: readonly Tag[]): Tag[] {
  return tags.toSorted((left, right) => compare(right.version, left.version))
}

/** The tags on a commit and on everything before it. */
function reach(commit: string, { tags, parents }: History): Tag[] {
  const seen = new Set([commit])
  for (const each of seen) for (const parent of parents.get(each) ?? []) seen.add(parent)
  return tags.filter((tag) => seen.has(tag.commit))
}

function compare(left: Version, right: Version): number {
  return comparePackageVersions(left.package, right.package)
}
