import { childrenOf, element, type Element } from '../xml.js'
import type { Difference } from './meta-merge.js'
import type { RecordedRepository } from './project-record.js'

/** A live repository with what the config says of it. */
export interface MergedRepository {
  readonly element: Element
  readonly differences: readonly Difference[]
  readonly record: RecordedRepository
  readonly foreign: readonly string[]
}

/**
 * Merges one repository. The config decides how it is rebuilt, its release target and the order of its own paths and
 * architectures: packages come from the first path that has them, only the last path is expanded, and the first
 * architecture must be that of the release target. What somebody else added stays.
 */
export function mergeRepository(
  live: Element,
  desired: Element,
  ours: RecordedRepository,
  allowDelete: boolean,
): MergedRepository {
  const { name = '', ...settings } = desired.attributes
  const differences: Difference[] = []
  const scope = `repository ${name}:`
  for (const [setting, value] of Object.entries(settings))
    if (live.attributes[setting] !== value) differences.push({ what: `lacks ${scope} ${setting} ${value}` })

  const targets = mergeList(
    { live: childrenOf(live, 'releasetarget'), desired: childrenOf(desired, 'releasetarget'), key: targetKey },
    { ours: [], allowDelete: false },
  )
  const paths = mergeList(
    { live: childrenOf(live, 'path'), desired: childrenOf(desired, 'path'), key: nameTarget },
    { ours: ours.paths, allowDelete },
  )
  const arches = mergeList(
    { live: childrenOf(live, 'arch'), desired: childrenOf(desired, 'arch'), key: ({ text }) => text },
    { ours: ours.architectures, allowDelete },
  )
  const kinds = [
    ['release target', targets],
    ['path', paths],
    ['arch', arches],
  ] as const
  for (const [kind, { missing, stale, isReordered }] of kinds) {
    for (const key of missing) differences.push({ what: `lacks ${scope} ${kind} ${key}` })
    if (isReordered)
      differences.push({ what: `has ${scope} its ${kind === 'arch' ? 'architectures' : `${kind}s`} in another order` })
    for (const key of stale) {
      const what = `has ${scope} ${kind} ${key}, which obs-publish added and the config no longer names`
      const takes = kind === 'arch' ? { takes: { repository: name, arch: key } } : {}
      differences.push(allowDelete ? { what, removes: true, ...takes } : { what, kept: true })
    }
  }
  const replaced = ['releasetarget', 'path', 'arch']
  const [before, after] = [['download'], ['hostsystem']].map((names) =>
    live.children.filter((child) => names.includes(child.name)),
  )
  const odd = live.children.filter((child) => ![...replaced, 'download', 'hostsystem'].includes(child.name))
  return {
    element: element('repository', { ...live.attributes, ...settings }, [
      ...(before ?? []),
      ...targets.elements,
      ...(after ?? []),
      ...odd,
      ...paths.elements,
      ...arches.elements,
    ]),
    differences,
    record: { name, architectures: arches.record, paths: paths.record },
    foreign: [
      ...targets.foreign.map((key) => `${scope} release target ${key}`),
      ...paths.foreign.map((key) => `${scope} path ${key}`),
      ...arches.foreign.map((key) => `${scope} arch ${key}`),
    ],
  }
}

/** `project/repository` of a path or a release target. */
export function nameTarget({ attributes }: Element): string {
  return `${attributes['project']}/${attributes['repository']}`
}

function targetKey(target: Element): string {
  return [nameTarget(target), target.attributes['trigger'] ?? ''].join(' ').trim()
}

interface Lists {
  readonly live: readonly Element[]
  readonly desired: readonly Element[]
  readonly key: (element: Element) => string
}

/** Ours in the order of the config; everything else after the one that it followed. */
function mergeList({ live, desired, key }: Lists, { ours, allowDelete }: { ours: readonly string[]; allowDelete: boolean }) {
  const wanted = desired.map(key)
  const found = live.map(key)
  const stale = found.filter((each) => ours.includes(each) && !wanted.includes(each))
  const missing = wanted.filter((each) => !found.includes(each))
  const common = found.filter((each) => wanted.includes(each))
  const isReordered = wanted.filter((each) => common.includes(each)).join('\n') !== common.join('\n')
  const kept = live.filter((each) => !(allowDelete && stale.includes(key(each))))
  // In the config's order already: what is missing goes where the config has it, and nothing else moves.
  const elements: Element[] = isReordered ? [...desired] : []
  if (isReordered) {
    for (const [index, each] of kept.entries()) {
      if (wanted.includes(key(each))) continue
      const before = kept[index - 1]
      const place = before === undefined ? 0 : elements.findIndex((other) => key(other) === key(before)) + 1
      elements.splice(place, 0, each)
    }
  } else {
    elements.push(...kept)
    for (const [index, each] of desired.entries()) {
      if (found.includes(key(each))) continue
      const before = desired[index - 1]
      const next = desired.slice(index + 1).find((other) => elements.some((one) => key(one) === key(other)))
      const place =
        before !== undefined
          ? elements.findIndex((other) => key(other) === key(before)) + 1
          : next === undefined
            ? 0
            : elements.findIndex((other) => key(other) === key(next))
      elements.splice(place, 0, each)
    }
  }
  return {
    elements,
    missing,
    stale,
    isReordered,
    record: elements.map(key).filter((each) => ours.includes(each) || missing.includes(each)),
    foreign: found.filter((each) => !ours.includes(each) && !wanted.includes(each)),
  }
}
