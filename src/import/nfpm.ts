import { openNotebook, compact, type DraftPackage, type Notebook, type Surroundings, type Value } from './draft.js'
import { asList, asRecord, asText, asTexts } from './foreign-value.js'
import { importContents, isList } from './nfpm-content.js'
import { importScripts } from './nfpm-script.js'
import { toObsName, translate } from './placeholder-translation.js'
import { importRelations } from './relation-import.js'

type Fields = Readonly<Record<string, unknown>>

const kinds = [
  ['requires', 'depends'],
  ['recommends', 'recommends'],
  ['suggests', 'suggests'],
  ['conflicts', 'conflicts'],
  ['replaces', 'replaces'],
  ['provides', 'provides'],
] as const

/** What nfpm says and the packages of OBS say elsewhere or not at all, and why. */
const left: Readonly<Record<string, string>> = {
  changelog: 'a changelog of nfpm (chglog) is not read: name a CHANGELOG.md with changelog.file.',
  vendor: 'OBS puts its own vendor into rpms.',
  priority: 'every deb has the priority optional.',
  prerelease: 'prereleases come from the version that is published.',
  version_metadata: 'metadata comes from the version that is published.',
  release: 'OBS counts releases itself.',
}
const leftOfDeb: Readonly<Record<string, string>> = {
  triggers: "dpkg's triggers cannot be said.",
  fields: 'fields of its own cannot be said.',
  signature: 'repositories are signed, and not single debs.',
}
const leftOfRpm: Readonly<Record<string, string>> = {
  prefixes: 'rpms are not relocatable.',
  signature: 'OBS signs.',
  buildhost: 'OBS has its own.',
}

/** Reads an nfpm.yaml, as one package. */
export async function importNfpm(config: Fields, around: Surroundings): Promise<DraftPackage> {
  const notebook = openNotebook()
  const name = filled(config['name'], around, (unknown) => notebook.note([], `its name holds ${unknown}, which has no value.`))
  const overrides = asRecord(config['overrides'])
  const of = (format: 'deb' | 'rpm') => asRecord(overrides[format])
  const [deb, rpm] = [asRecord(config['deb']), asRecord(config['rpm'])]
  const pick = (key: string, format: 'deb' | 'rpm') => of(format)[key] ?? config[key]
  const relations: Record<string, Value> = {}
  const relate = (kind: string, lists: { deb: readonly string[]; rpm: readonly string[] }) => {
    const variables = (list: readonly string[]) =>
      list.map((text) => translate(text, around).text.replaceAll('{version}', '{package-version}'))
    relations[kind] = importRelations({ deb: variables(lists.deb), rpm: variables(lists.rpm) }, (text, format) => {
      notebook.note([kind], `The ${format} had ${JSON.stringify(text)}, which cannot be said.`)
    })
  }
  for (const [kind, key] of kinds) relate(kind, { deb: asTexts(pick(key, 'deb')), rpm: asTexts(pick(key, 'rpm')) })
  relate('breaks', { deb: asTexts(deb['breaks'] ?? of('deb')['breaks']), rpm: [] })
  relate('requires-pre', { deb: asTexts(deb['predepends']), rpm: [] })
  relate('requires-post', { deb: [], rpm: asTexts(asRecord(rpm['requires'])['post']) })
  const own = of('deb')['contents'] !== undefined || of('rpm')['contents'] !== undefined
  const lists = own
    ? [
        { contents: pick('contents', 'deb'), format: 'deb' },
        { contents: pick('contents', 'rpm'), format: 'rpm' },
      ]
    : [{ contents: config['contents'] }]
  const contents = await importContents(lists, around, notebook)
  const scripts = await importScripts(
    { all: asRecord(config['scripts']), deb: asRecord(of('deb')['scripts']), rpm: asRecord(of('rpm')['scripts']) },
    { deb: asRecord(deb['scripts']), rpm: asRecord(rpm['scripts']) },
    around,
    notebook,
  )
  noteLeft(config['priority'] === 'optional' ? { ...config, priority: undefined } : config, left, notebook)
  noteLeft(deb, leftOfDeb, notebook)
  noteLeft(rpm, leftOfRpm, notebook)
  if (config['disable_globbing'] === true)
    notebook.note(['files'], 'nfpm took * and ? in paths as they are; here they are patterns.')
  const shares = shareSource(contents.files, contents.folders)
  return {
    name: name ?? 'package',
    keys: compact({
      ...describeProject(config, rpm, around, notebook),
      section: asText(config['section']),
      'license-file': contents.license,
      readme: contents.readme,
      source: shares.source,
      ...relations,
      files: shares.files,
      scripts,
      epoch: epochOf(config, notebook),
    }),
    architectures: architecturesOf(config, notebook),
    remarks: notebook.remarks,
  }
}

/** The keys that say what a package is. */
export function describeProject(config: Fields, rpm: Fields, around: Surroundings, notebook: Notebook): Record<string, Value> {
  const fill = (key: string, value: unknown) =>
    filled(value, around, (unknown) => notebook.note([key], `${unknown} had no value when this was written.`))
  const description = fill('description', config['description'])
  const summary = fill('summary', rpm['summary']) ?? description?.split('\n')[0]
  const maintainer = fill('maintainer', config['maintainer'] ?? rpm['packager'])
  const isAddress = /^[^<>]+ <[^<>@\s]+@[^<>@\s]+>$/.test(maintainer ?? '')
  if (!isAddress && maintainer !== undefined)
    notebook.note(['maintainer'], `It was ${JSON.stringify(maintainer)}, which is no "Name <address>".`)
  const license = fill('license', config['license']) ?? around.license
  if (license === undefined) notebook.note(['license'], 'Say the SPDX expression of the licence; nothing here told it.')
  const url = fill('url', config['homepage']) ?? around.url
  if (url === undefined) notebook.note(['url'], 'Say the home page; nothing here told it.')
  if (!isAddress && around.maintainer === undefined) notebook.note(['maintainer'], 'Say who maintains the packages.')
  return {
    summary: (summary ?? 'Program').replace(/\.+\s*$/, '').trim() || 'Program',
    description: description ?? summary ?? 'A program.',
    license: license ?? 'LicenseRef-unknown',
    maintainer: isAddress && maintainer !== undefined ? maintainer : (around.maintainer ?? 'Nobody <nobody@example.org>'),
    url: url ?? 'https://example.org/',
  }
}

function filled(value: unknown, around: Surroundings, onUnknown: (names: string) => void): string | undefined {
  const text = asText(value)
  if (text === undefined) return undefined
  const { text: translated, unknown } = translate(text, around)
  if (unknown.length > 0) onUnknown(unknown.join(', '))
  return translated
}

function noteLeft(fields: Fields, reasons: Readonly<Record<string, string>>, notebook: Notebook): void {
  for (const [key, reason] of Object.entries(reasons))
    if (asList(fields[key]).length > 0) notebook.note([], `${key} was left out: ${reason}`)
}

function epochOf(config: Fields, notebook: Notebook): Value | undefined {
  const epoch = asText(config['epoch'])
  if (epoch === undefined || epoch === '0') return undefined
  if (/^\d+$/.test(epoch)) return Number(epoch)
  notebook.note([], `epoch was ${JSON.stringify(epoch)}, which is no number.`)
  return undefined
}

function architecturesOf(config: Fields, notebook: Notebook): readonly string[] {
  const named = asText(config['arch'])
  if (named === undefined || named.includes('$')) return []
  const obs = toObsName(named)
  if (obs === undefined) notebook.note([], `The architecture ${named} has no name here: add it to architectures.`)
  return obs === undefined ? [] : [obs]
}

/** One source for all when the programs lie in one folder, else one of its own for each file. */
function shareSource(
  files: Readonly<Record<string, Value>>,
  folders: ReadonlyMap<string, readonly string[]>,
): { source: Value | undefined; files: Record<string, Value> } {
  const [shared] = [...folders].sort(([, one], [, other]) => other.length - one.length)
  const sourced: Record<string, Value> = { ...files }
  for (const [folder, paths] of folders) {
    if (folder === shared?.[0]) continue
    for (const path of paths) sourced[path] = withSource(files[path], { folder })
  }
  return { source: shared === undefined ? undefined : { folder: shared[0] }, files: sourced }
}

function withSource(file: Value | undefined, source: Value): Value {
  if (isList(file))
    return file.map((each) => ('binary' in asRecord(each) || 'member' in asRecord(each) ? withSource(each, source) : each))
  return typeof file === 'object' ? { ...file, source } : { source }
}
