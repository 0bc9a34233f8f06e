import { WorkError } from '../error.js'
import { compact, openNotebook, type Draft, type DraftPackage, type Notebook, type Surroundings, type Value } from './draft.js'
import { asList, asRecord, asText, asTexts } from './foreign-value.js'
import { fillTemplate } from './go-template.js'
import { importNfpm } from './nfpm.js'
import { listBuilds } from './goreleaser-build.js'
import { fieldsOf, findSource } from './goreleaser-source.js'

type Fields = Readonly<Record<string, unknown>>

/** What says how goreleaser goes about it. */
const elsewhere = new Set([
  'id',
  'ids',
  'builds',
  'file_name_template',
  'package_name',
  'formats',
  'bindir',
  'dependencies',
  'if',
  'meta',
])

/** Reads the packages of a .goreleaser.yaml: `nfpms`, with the archives of a release as their sources. */
export async function importGoreleaser(config: Fields, around: Surroundings): Promise<Draft> {
  const project = asText(config['project_name']) ?? around.url?.split('/').at(-1) ?? 'project'
  const prefix = tagPrefix(config, project)
  const builds = listBuilds(config, project)
  const packages: DraftPackage[] = []
  for (const each of asList(config['nfpms'])) packages.push(await importPackage(asRecord(each)))
  const binaries = packages.some(({ keys }) => keys['source'] !== undefined) ? (asText(config['dist']) ?? 'dist') : undefined
  return { packages, binaries, ...(prefix === '' ? {} : { tag: `${prefix}{version}` }) }

  async function importPackage(nfpm: Fields): Promise<DraftPackage> {
    const notebook = openNotebook()
    const fill = (value: unknown, at: readonly string[]) => fillAll(value, { project, prefix, around, notebook, at })
    const wanted = asTexts(nfpm['ids'] ?? nfpm['builds'])
    const isMeta = nfpm['meta'] === true
    const chosen = isMeta ? [] : builds.filter(({ id }) => wanted.length === 0 || wanted.includes(id))
    const bindir = asText(nfpm['bindir']) ?? '/usr/bin'
    const programs = chosen.flatMap(({ binaries }) => binaries)
    const known = Object.fromEntries(Object.entries(nfpm).filter(([key]) => !elsewhere.has(key)))
    const stated = { ...asNfpm(known), name: nfpm['package_name'] ?? project, depends: nfpm['dependencies'] }
    const translated = asRecord(fill(stated, []))
    const own = await importNfpm({ ...translated, arch: undefined }, around)
    const source = isMeta ? own.keys['source'] : findSource(config, { project, prefix, chosen, around, notebook })
    const files = asRecord(own.keys['files'])
    const binaries = Object.fromEntries(programs.map((name) => [`${bindir.replace(/\/+$/, '')}/${name}`, { binary: name }]))
    // The programs come from the release; what else was built lies where the nfpm part says.
    const moved = isMeta || own.keys['source'] === undefined ? {} : moveSource(files, own.keys['source'])
    const formats = asTexts(nfpm['formats']).filter((format) => format === 'deb' || format === 'rpm')
    const keys: Record<string, Value | undefined> = {
      ...own.keys,
      source,
      // They were values of ours before they became fields.
      files: { ...binaries, ...(files as Record<string, Value>), ...moved },
      ...(formats.length === 1 ? { formats } : {}),
    }
    // What only requires others fits every machine.
    const built = [...new Set(chosen.flatMap(({ targets }) => targets.map(({ obs }) => obs)))]
    const architectures = isMeta && source === undefined ? ['noarch'] : built
    return { name: own.name, keys: compact(keys), architectures, remarks: [...own.remarks, ...notebook.remarks] }
  }
}

/** What goreleaser has otherwise for a format, under nfpm's names: what it calls dependencies is `depends` there. */
function asNfpm({ overrides, ...rest }: Fields): Fields {
  if (overrides === undefined) return rest
  const renamed = Object.entries(asRecord(overrides)).map(([format, fields]) => {
    const { dependencies, ...others } = asRecord(fields)
    return [format, { ...others, ...(dependencies === undefined ? {} : { depends: dependencies }) }] as const
  })
  return { ...rest, overrides: Object.fromEntries(renamed) }
}

/** What stands before the version in the tags of one project of several; empty where nothing does. */
function tagPrefix(config: Fields, project: string): string {
  const stated = asText(asRecord(config['monorepo'])['tag_prefix']) ?? ''
  return stated.replace(/\{\{-?\s*\.ProjectName\s*-?\}\}/g, project)
}

function moveSource(files: Fields, source: Value): Record<string, Value> {
  const built = Object.entries(files).filter(([, file]) => {
    const { binary, member, source: own } = asRecord(file)
    return (binary ?? member) !== undefined && own === undefined
  })
  // They were values of ours before they became fields.
  return Object.fromEntries(built.map(([path, file]) => [path, { ...(asRecord(file) as Record<string, Value>), source }]))
}

/** Fills in every template in a value; one that cannot be is kept, with a remark. */
function fillAll(
  value: unknown,
  about: { project: string; prefix: string; around: Surroundings; notebook: Notebook; at: readonly string[] },
): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => fillAll(each, about))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, each]: [string, unknown]) => [key, fillAll(each, { ...about, at: [...about.at, key] })]),
    )
  if (typeof value !== 'string' || !value.includes('{{')) return value
  const fields = fieldsOf(about.project, about.prefix, about.around)
  try {
    return fillTemplate(value, (name) => (name === 'Arch' ? '{goarch}' : name === 'Os' ? 'linux' : fields(name)))
  } catch (error) {
    if (!(error instanceof WorkError)) throw error
    about.notebook.note(about.at, `${JSON.stringify(value)} ${error.message}.`)
    return value
  }
}
