import { readFileName } from '../obs/published-version.js'
import type { CheckResult } from '../verify/request.js'
import type { Offered } from '../verify/offered-version.js'
import { compareListed } from './promotion.js'
import type { PromotedVersion } from './promotion-schema.js'

/** How what is published differs from what was decided, and that from what was released. */
export interface Deviation {
  /** missing: decided on and not there; surplus: there and not decided on; stale: a newer version waits to be decided on. */
  readonly kind: 'missing' | 'surplus' | 'stale'
  readonly channel: string
  readonly minor: string
  readonly version: string
  /** Undefined for a whole version. */
  readonly package?: string
  /** A sentence. */
  readonly evidence: string
}

/** A channel and minor, as tags, list and repositories have it. */
export interface Line {
  readonly channel: string
  readonly minor: string
  /** The newest version by the tags, as its project writes it. */
  readonly tag: string | undefined
  /** Of the list; undefined when the project has none. */
  readonly promoted: readonly PromotedVersion[] | undefined
  /** The packages of the newest version with the versions that they carry, by builder. */
  readonly expected: Readonly<Record<string, readonly { readonly name: string; readonly version: string }[]>>
  /** What each builder's repository offers. */
  readonly offered: Readonly<Record<string, Offered>>
}

/** Compares tags, list and repositories of a channel and minor. */
export function reconcileLine(line: Line): readonly Deviation[] {
  const { channel, minor, promoted } = line
  const common = { channel, minor }
  const deviations: Deviation[] = []
  if (promoted !== undefined) {
    const present = promoted.filter(({ yanked }) => yanked === undefined)
    for (const each of present) deviations.push(...findMissing(each, line))
    const listed = new Set(present.flatMap(listNames))
    for (const { builder, name, version } of listHeld(line)) {
      if (listed.has(`${builder}/${name}/${version}`)) continue
      const yanked = promoted.find((each) => listNames(each).includes(`${builder}/${name}/${version}`))
      const why = yanked === undefined ? 'is not in the list' : `was yanked (${yanked.yanked})`
      deviations.push({
        kind: 'surplus',
        ...common,
        version,
        package: name,
        evidence: `${builder} offers ${name} ${version}, which ${why}.`,
      })
    }
  }
  return [...deviations, ...findStale(line)]
}

/** What differs as rows like those of verify-repo, for an issue and a summary. */
export function describeDeviations(deviations: readonly Deviation[]): readonly CheckResult[] {
  return deviations.map(({ kind, channel, minor, version, package: name, evidence }) => ({
    check: 'presence',
    subject: `${channel} ${minor}, ${kind}: ${name === undefined ? version : `${name} ${version}`}`,
    state: 'failed',
    passed: false,
    evidence,
  }))
}

function findMissing(version: PromotedVersion, line: Line): readonly Deviation[] {
  const held = new Set(listHeld(line).map(({ builder, name, version: own }) => `${builder}/${name}/${own}`))
  const places = new Map<string, string[]>()
  for (const name of new Set(listNames(version))) {
    if (held.has(name)) continue
    const [builder = '', own = '', found = ''] = name.split('/')
    places.set(`${own} ${found}`, [...(places.get(`${own} ${found}`) ?? []), builder])
  }
  const common = { kind: 'missing' as const, channel: line.channel, minor: line.minor, version: version.version }
  return [...places].map(([subject, builders]) => {
    const problems = builders.flatMap((builder) => problemOf(line, builder) ?? [])
    const why = problems[0] === undefined ? '' : ` (${problems[0]})`
    return {
      ...common,
      package: subject.split(' ')[0] ?? '',
      evidence: `The list has ${subject}, and ${builders.join(' and ')} ${builders.length === 1 ? 'does' : 'do'} not offer it${why}: run promote.`,
    }
  })
}

/** The newest tag that nobody has decided on; without a list one that is not published. */
function findStale(line: Line): readonly Deviation[] {
  const { channel, minor, tag, promoted, expected } = line
  if (tag === undefined) return []
  const common = { channel, minor, version: tag }
  if (promoted !== undefined) {
    if (promoted.some(({ version }) => version === tag)) return []
    const newest = promoted.map(({ version }) => version).toSorted((left, right) => compareListed(right, left))[0]
    const evidence = `${tag} is tagged and not in the list, ${newest === undefined ? 'which has none' : `in which ${newest} is the newest`}: record it, or say why it is left out.`
    return [{ kind: 'stale', ...common, evidence }]
  }
  return Object.entries(expected).flatMap(([builder, packages]): readonly Deviation[] => {
    const own = listHeld(line).filter((each) => each.builder === builder)
    const lacking = packages.filter(({ name, version }) => !own.some((each) => each.name === name && isOf(each.version, version)))
    if (lacking.length === 0) return []
    const problem = problemOf(line, builder)
    const why = problem === undefined ? '' : ` (${problem})`
    return [
      {
        kind: 'missing',
        ...common,
        evidence: `${tag} is tagged, and ${builder} does not offer ${lacking.map(({ name }) => name).join(', ')} of it${why}.`,
      },
    ]
  })
}

function listHeld({ offered }: Line): readonly { builder: string; name: string; version: string }[] {
  const all = Object.entries(offered).flatMap(([builder, found]) =>
    'problem' in found ? [] : found.packages.map(({ name, version }) => `${builder}/${name}/${version.replace(/^\d+:/, '')}`),
  )
  return [...new Set(all)].map((each) => {
    const [builder = '', name = '', version = ''] = each.split('/')
    return { builder, name, version }
  })
}

/** `BUILDER/NAME/VERSION` of every file of a version. */
function listNames({ packages }: PromotedVersion): readonly string[] {
  return Object.values(packages).flatMap(({ files }) =>
    Object.keys(files).flatMap((path) => {
      const [builder = '', , file = ''] = path.split('/')
      const read = readFileName(file)
      return read === undefined ? [] : [`${builder}/${read.name}/${read.version}`]
    }),
  )
}

function problemOf({ offered }: Line, builder: string): string | undefined {
  const found = offered[builder]
  return found !== undefined && 'problem' in found ? found.problem : undefined
}

/** Whether a version is one without its release. */
function isOf(version: string, packaged: string): boolean {
  return version.replace(/-[^-]*$/, '') === packaged
}
