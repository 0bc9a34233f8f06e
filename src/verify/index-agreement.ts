import { parseStanzaFields } from '../repository/deb-stanza.js'
import type { Host } from '../host/host.js'
import type { Format } from '../format.js'
import { readDebControl } from '../package/deb.js'
import { readRpmHeader } from '../package/rpm.js'
import { listRpmRelations } from '../package/rpm-relation.js'
import type { PackageEntry } from '../repository/published-repository.js'

/** Fields that package managers decide by, and that an index repeats as the package has them (deb-control(5)). */
const debFields = [
  'package',
  'version',
  'architecture',
  'multi-arch',
  'essential',
  'pre-depends',
  'depends',
  'recommends',
  'breaks',
  'conflicts',
  'replaces',
  'provides',
]

/**
 * Compares what an index says of a package with the package itself: whoever resolves goes by the index, whoever installs by
 * the package. Resolves to a clause for each difference. Throws a WorkError or ToolError for a package that is damaged.
 */
export async function compareWithIndex(
  format: Format,
  entry: PackageEntry,
  file: string,
  host: Host,
): Promise<readonly string[]> {
  return format === 'deb' ? compareControl(entry, file, host) : compareHeader(entry, file, host)
}

async function compareControl(entry: PackageEntry, file: string, host: Host): Promise<readonly string[]> {
  const control = await readDebControl(file, host)
  const index = parseStanzaFields(entry.text)
  return debFields.flatMap((field) => {
    const [own, listed] = [control.get(field), index.get(field)].map(tidy)
    return own === listed ? [] : [describe(field, listed, own)]
  })
}

function tidy(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === ''
    ? undefined
    : value
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/\s*,\s*/g, ', ')
        .replaceAll(/\s*\|\s*/g, ' | ')
        .trim()
}

async function compareHeader(entry: PackageEntry, file: string, host: Host): Promise<readonly string[]> {
  const header = await readRpmHeader(file, host)
  const epoch = header.numbers('EPOCH')[0]
  const own = {
    name: header.text('NAME'),
    version: `${epoch ? `${epoch}:` : ''}${header.text('VERSION')}-${header.text('RELEASE')}`,
    architecture: header.text('ARCH'),
  }
  const plain = (['name', 'version', 'architecture'] as const).flatMap((field) =>
    own[field] === entry[field] ? [] : [describe(field, entry[field], own[field])],
  )
  // Its reader of XML is loaded by those alone who need one.
  const { readPrimaryRelations } = await import('../repository/primary.js')
  const listed = readPrimaryRelations(entry.text)
  const relations = (['requires', 'provides', 'conflicts', 'obsoletes'] as const).flatMap((kind) => {
    const [ours, theirs] = [new Set(listRpmRelations(header, kind)), listed[kind]]
    // createrepo leaves out what a package requires of itself, and all but one of several versions of libc.
    const missing = kind === 'requires' ? [] : [...ours].filter((each) => !theirs.has(each))
    const invented = [...theirs].filter((each) => !ours.has(each))
    const lost =
      kind === 'requires' ? lostRequirements(ours, theirs, new Set(listRpmRelations(header, 'provides')), header.paths) : []
    return [
      ...[...missing, ...lost].map((each) => `the package ${kind.replace(/s$/, 's')} ${each}, of which the index says nothing`),
      ...invented.map((each) => `the index says that it ${kind} ${each}, of which the package says nothing`),
    ]
  })
  return [...plain, ...relations]
}

function lostRequirements(
  ours: ReadonlySet<string>,
  theirs: ReadonlySet<string>,
  provides: ReadonlySet<string>,
  paths: () => readonly string[],
): readonly string[] {
  const names = new Set([...provides].map((each) => each.split(' ')[0]))
  return [...ours].filter((each) => {
    const [name = ''] = each.split(' ')
    return (
      !theirs.has(each) &&
      !name.startsWith('rpmlib(') &&
      !names.has(name) &&
      !name.startsWith('libc.so.6') &&
      !paths().includes(name)
    )
  })
}

function describe(field: string, listed: string | undefined, own: string | undefined): string {
  return `the index says ${field} ${JSON.stringify(listed ?? 'nothing')} where the package says ${JSON.stringify(own ?? 'nothing')}`
}
