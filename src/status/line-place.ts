import { comparePackageVersions } from '../version/order.js'
import { readVersion } from '../version/version.js'

/** What users subscribe to: a channel, or a minor of it, in one publish project. All may be unknown of a single repository. */
export interface Place {
  readonly channel?: string
  /** Only where each minor has a project of its own. */
  readonly minor?: string
  readonly project?: string
}

/** A place without a minor that its project does not have: such a project keeps all minors in one. */
export function settlePlace({ channel, minor, project }: Place): Place {
  const isOwn = minor !== undefined && (project === undefined || hasNumber(project, minor))
  return {
    ...(channel !== undefined && channel !== '' && { channel }),
    ...(isOwn && { minor }),
    ...(project !== undefined && project !== '' && { project }),
  }
}

/** Whether a name has a number such as 1.2 that is no part of another, such as 1.25. */
function hasNumber(name: string, number: string): boolean {
  return name.split(/[^\d.]+/).some((part) => part.replace(/^\.|\.$/g, '') === number)
}

/** Whether a report about the second is about the first as well. */
export function isSamePlace(one: Place, other: Place): boolean {
  if (one.project !== undefined && other.project !== undefined && one.project !== other.project) return false
  return one.channel === other.channel && one.minor === other.minor
}

/** How people call it. */
export function namePlace({ channel, minor, project }: Place): string {
  const name = [channel, minor].filter((part) => part !== undefined).join(' ')
  return name === '' ? (project ?? 'the repository') : name
}

/** Channels as they came, stable in front; within one the newest minor first. */
export function sortPlaces<T extends Place>(places: readonly T[]): readonly T[] {
  const channels = [...new Set(places.map(({ channel }) => channel))].sort((one, other) => rank(one) - rank(other))
  return channels.flatMap((channel) =>
    places
      .filter((place) => place.channel === channel)
      .sort((one, other) => comparePackageVersions(other.minor ?? '', one.minor ?? '')),
  )
}

function rank(channel: string | undefined): number {
  return channel === 'stable' ? 0 : 1
}

/** Compares versions as their project writes them; negative when the left one is older. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [left, right].map((text) => readVersion(text)?.package ?? text)
  return comparePackageVersions(one ?? '', other ?? '')
}
