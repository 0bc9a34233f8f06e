import { isGlob } from '../glob.js'
import { everyVersion, findOverlap, type Range } from '../version/range.js'
import type { Key } from './document.js'
import { destination, listDocuments, listFiles, listSourceFiles, type PackagedFile } from './installed.js'
import { checkArchitectures, checkDebNames } from './mention.js'
import { checkNoarch } from './noarch-check.js'
import { checkTemplates } from './placeholder.js'
import { relationKinds } from '../relation-kind.js'
import type { Config, Package } from './schema.js'
import { checkRelations } from './relation-check.js'
import { checkTexts } from './text-check.js'

/** Something wrong with a config that its schema cannot say. */
export interface Fault {
  readonly path: readonly Key[]
  /** The key or the value that is to blame. Default: the value. */
  readonly part?: 'key' | 'value'
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

/** Finds files that cannot be installed as they are described. */
function checkFiles({ packages }: Config): Fault[] {
  return Object.entries(packages).flatMap(([name, pkg]) => [
    ...listFiles(pkg).flatMap((file) => checkFile(['packages', name, ...file.path], file)),
    ...checkSources(name, pkg),
    ...checkTwice(name, pkg),
  ])
}

function checkFile(path: readonly string[], file: PackagedFile): Fault[] {
  const where = path.join('.')
  const folder = file.to.endsWith('/')
  if ((file.kind === 'binary' || file.kind === 'member') && isGlob(file.name) !== folder) {
    return [{ path, message: `${where} must end with a slash if, and only if, it takes several files (${file.name}).` }]
  }
  if (file.to.includes('%%') || ('name' in file && file.name.includes('%%')))
    return [{ path, message: `${where} has two % in a row, which specs cannot hold; rename the file.` }]
  if ((file.kind === 'binary' || file.kind === 'member') && isGlob(file.name) && /[[\](){};&|<>#!~]/.test(file.name))
    return [
      { path, message: `${where} has a pattern with another sign than * and ? that shells know (${file.name}); use * for it.` },
    ]
  if (folder && file.kind !== 'binary' && file.kind !== 'member')
    return [{ path, part: 'key', message: `${where} must not end with a slash: a ${file.kind} has one path.` }]
  return []
}

function checkSources(name: string, pkg: Package): Fault[] {
  const documents = listDocuments(pkg).flatMap(({ from, path }) =>
    typeof from === 'string' ? [] : [{ source: pkg.source, path, name: from.member }],
  )
  return [...listSourceFiles(pkg), ...documents]
    .filter(({ source }) => source === undefined)
    .map(({ path, name: member }) => ({
      path: ['packages', name, ...path],
      message: `packages.${name}.${path.join('.')} takes ${member} from the source, and packages.${name}.source is missing.`,
    }))
}

/** A unit may be listed among the files as well, or two paths may be one in a format, at the same versions. */
function checkTwice(name: string, pkg: Package): Fault[] {
  const files = listFiles(pkg)
  return files.flatMap((file, index): Fault[] => {
    for (const format of file.formats) {
      const at = destination(file.to, format)
      const other = files
        .slice(0, index)
        .find((one) => one.formats.includes(format) && destination(one.to, format) === at && overlap(one.versions, file.versions))
      if (!other) continue
      const path = ['packages', name, ...file.path]
      const both = `${path.join('.')} and packages.${name}.${other.path.join('.')}`
      return [{ path, part: 'key', message: `${both} are both installed at ${at} in ${format}.` }]
    }
    return []
  })
}

/** Whether two ranges share a version; one that is not there holds all. */
function overlap(left: Range = everyVersion, right: Range = everyVersion): boolean {
  return findOverlap([left, right]) !== undefined
}
