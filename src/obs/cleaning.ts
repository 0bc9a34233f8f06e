import { containerTime, type BuiltFile } from './container.js'
import type { ReleasedContainer } from './inventory.js'
import { readFileName } from './published-version.js'

/** A version of a package with all the containers that it was released in. */
export interface HeldVersion {
  readonly package: string
  /** As packages carry it. */
  readonly version: string
  readonly containers: readonly ReleasedContainer[]
  /** When the newest of them was made, in milliseconds since the epoch. */
  readonly time: number
}

/** Which versions are kept; without either nothing goes. */
export interface KeepingRule {
  /** The newest so many of each package; 0 says nothing. */
  readonly keep: number
  /** Those released within so many milliseconds; 0 says nothing. */
  readonly youngerThan: number
  readonly now: number
  /** The packages that are asked about. */
  readonly packages: readonly string[]
}

/** What becomes of a version, and why. */
export interface CleaningVerdict extends HeldVersion {
  readonly goes: boolean
  readonly reason: string
}

/** The versions in an inventory's order: newest first. */
export function listHeldVersions(released: readonly ReleasedContainer[]): readonly HeldVersion[] {
  const versions = new Map<string, ReleasedContainer[]>()
  for (const container of released) {
    const key = `${container.package} ${container.version}`
    versions.set(key, [...(versions.get(key) ?? []), container])
  }
  return [...versions.values()].flatMap((containers) => {
    const [first] = containers
    const time = Math.max(...containers.map(({ name }) => containerTime(name) ?? 0))
    return first === undefined ? [] : [{ package: first.package, version: first.version, containers, time }]
  })
}

/**
 * Judges versions by their number and age alone: what is newest stays, everywhere. Versions come newest first; what others
 * need of them is not known here.
 */
export function judgeByAge(versions: readonly HeldVersion[], rule: KeepingRule): readonly CleaningVerdict[] {
  const seen = new Set<string>()
  return versions.map((held) => {
    const newer = versions.slice(0, versions.indexOf(held)).filter((each) => each.package === held.package).length
    const fresh = cellsOf(held).filter((cell) => !seen.has(cell))
    for (const cell of fresh) seen.add(cell)
    const age = rule.now - held.time
    const stay = whyItStays(held, newer, fresh, age, rule)
    return { ...held, goes: stay === undefined, reason: stay ?? `${newer} newer, ${describeAge(age)} old` }
  })
}

function whyItStays(
  held: HeldVersion,
  newer: number,
  fresh: readonly string[],
  age: number,
  { keep, youngerThan, packages }: KeepingRule,
): string | undefined {
  if (!packages.includes(held.package)) return 'not asked about'
  if (newer === 0) return 'the newest'
  if (newer < keep) return `one of the ${keep} newest`
  if (age < youngerThan) return `${describeAge(age)} old, younger than ${describeAge(youngerThan)}`
  return fresh.length > 0 ? `nothing newer for ${fresh.join(', ')}` : undefined
}

/** `<repository>/<architecture>` of the package itself, without the other packages that its build makes. */
function cellsOf({ package: name, containers }: HeldVersion): readonly string[] {
  const isOwn = ({ file }: BuiltFile) => readFileName(file)?.name === name
  const cells = containers.flatMap(({ files }) =>
    files.filter(isOwn).map(({ repository, architecture }) => `${repository}/${architecture}`),
  )
  return [...new Set(cells)].sort()
}

/** A time in its largest unit that fits once. */
export function describeAge(milliseconds: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const
  for (const [unit, length] of units) {
    const count = Math.floor(milliseconds / length)
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return 'less than a minute'
}
