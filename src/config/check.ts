import { findOverlap, overlap, type Range } from '../version/range.js'
import { checkBuilderNames } from './builder-check.js'
import type { Key } from './document.js'
import { checkFiles } from './file-check.js'
import { checkArchitectures, checkDebNames } from './mention.js'
import { checkNoarch } from './noarch-check.js'
import { checkTemplates } from './placeholder.js'
import { relationKinds } from '../relation-kind.js'
import type { Config } from './schema.js'
import { checkRelations } from './relation-check.js'
import { checkTexts } from './text-check.js'

/** Something wrong with a config that its schema cannot say. */
export interface Fault {
  readonly path: readonly Key[]
  /** The key or the value that is to blame. Default: the value. */
  readonly part?: 'key' | 'value'
  /** The line of a text of several that is to blame, from 0. */
  readonly line?: number
  /** A sentence that names the path. */
  readonly message: string
}

/** Finds everything wrong with a config of the right shape. */
export function checkConfig(config: Config): readonly Fault[] {
  return [
    checkTemplates,
    checkChannels,
    checkArchitectures,
    checkDebNames,
    checkNoarch,
    checkBuilders,
    checkBuilderNames,
    checkRanges,
    checkRelations,
    checkFiles,
    checkTexts,
  ].flatMap((check) => check(config))
}

/** A config that describes nothing would publish nothing, without a word. */
export function checkPresence(config: Config): Fault[] {
  return (['builders', 'packages', 'channels'] as const)
    .filter((key) => Object.keys(config[key]).length === 0)
    .map((key) => ({ path: [key], part: 'key', message: `${key} is empty; it must name at least one.` }))
}

/** A channel called stable promises released versions; no config may weaken that. */
function checkChannels({ channels }: Config): Fault[] {
  const stable = channels['stable']
  if (!stable || stable.versions.every((kind) => kind === 'release')) return []
  const message = 'channels.stable.versions must hold release alone: a prerelease never belongs into stable.'
  return [{ path: ['channels', 'stable', 'versions'], message }]
}

/** An architecture may be there again for other versions only: it would be built twice. */
function checkBuilders({ builders }: Config): Fault[] {
  return Object.entries(builders).flatMap(([builder, { architectures }]) =>
    architectures.flatMap(({ name, versions }, index): Fault[] => {
      const same = architectures.slice(0, index).filter((other) => other.name === name)
      if (!same.some((other) => overlap(other.versions, versions))) return []
      const path = ['builders', builder, 'architectures', index]
      return [{ path, message: `${path.join('.')} names ${name} a second time; keep one.` }]
    }),
  )
}

/** Finds tables of versions two of whose ranges hold the same version. */
function checkRanges({ packages }: Config): Fault[] {
  return Object.entries(packages).flatMap(([name, pkg]) => [
    ...checkTable(['packages', name, 'version'], pkg.version ?? []),
    ...relationKinds.flatMap((kind) =>
      Object.entries(pkg[kind]).flatMap(([other, cases]) =>
        cases.flatMap(({ version, path }) =>
          'holds' in version ? [] : checkTable(['packages', name, kind, other, ...path, 'versions'], version),
        ),
      ),
    ),
  ])
}

function checkTable(path: readonly Key[], table: readonly { readonly range: Range }[]): Fault[] {
  const found = findOverlap(table.map(({ range }) => range))
  if (!found) return []
  const { left, right } = found
  const message = `${path.join('.')} has two ranges that hold the same versions, "${left.text}" and "${right.text}"; let one end where the other begins.`
  return [{ path: [...path, right.text], part: 'key', message }]
}
