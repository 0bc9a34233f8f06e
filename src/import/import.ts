import { readdir } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { UserError } from '../error.js'
import { isFolder, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { Draft, DraftPackage, Surroundings, Value } from './draft.js'
import { importFolder } from './folder-import.js'
import { asList, asRecord } from './foreign-value.js'
import { importGoreleaser } from './goreleaser.js'
import { importNfpm } from './nfpm.js'
import { ownFolders } from './own-folder.js'
import { toObsName } from './placeholder-translation.js'
import { importSpec } from './spec-import.js'
import { querySpec } from './spec-query.js'
import { lookAt, surveyProject } from './surroundings.js'

const wellKnown = /^(?:\.?goreleaser|\.?nfpm)\.ya?ml$|\.spec$/
const folders = ['build', 'dist', 'bin', 'out']

/** Where packages are described, or where their programs lie: as given, or what the working directory has. */
export async function findOrigin(from: string | undefined, host: Host): Promise<string> {
  const { work } = host.directories
  if (from !== undefined) return resolve(work, from)
  const names = (await readdir(work)).filter((name) => wellKnown.test(name)).sort()
  if (names.length > 1)
    throw new UserError(`There are ${names.join(', ')}; say by the input \`from\` which of them describes the packages.`)
  const [only] = names
  if (only !== undefined) return join(work, only)
  for (const name of folders) if (await isFolder(join(work, name))) return join(work, name)
  throw new UserError(
    `There is no nfpm.yaml, .goreleaser.yaml, spec or folder of programs (${folders.join(', ')}) in ${work}; give one by the input \`from\`.`,
  )
}

/**
 * Reads packages out of what a project has: an nfpm.yaml, a .goreleaser.yaml, a spec or a folder of programs. Throws a
 * {@link UserError} for what is none of these.
 * @param origin absolute
 * @param folder of the new config; paths become relative to it
 */
export async function importPackages(origin: string, folder: string, host: Host): Promise<Draft> {
  const around = await surveyProject(host)
  const names = await readdir(host.directories.work)
  const { packages, ...rest } = await read(origin, around, host)
  const prefix = relative(folder, host.directories.work)
  const move = (each: DraftPackage) => (prefix === '' ? each : { ...each, keys: rebase(each.keys, prefix) })
  return { ...rest, newest: around.newest, packages: packages.map((each) => move(ownFolders(nameTexts(each, names)))) }
}

/** Every package ships its licence and a readme: under the names that they have here, or else with a remark. */
function nameTexts({ keys, remarks, ...rest }: DraftPackage, names: readonly string[]): DraftPackage {
  const texts = {
    'license-file': ['LICENSE', /^(?:LICEN[CS]E|COPYING)(?:\.\w+)?$/i],
    readme: ['README.md', /^README(?:\.\w+)?$/i],
  } as const
  const named: Record<string, Value> = {}
  const missing: DraftPackage['remarks'][number][] = []
  for (const [key, [standard, pattern]] of Object.entries(texts)) {
    if (keys[key] !== undefined || names.includes(standard)) continue
    const found = names.find((name) => pattern.test(name))
    if (found !== undefined) named[key] = found
    else missing.push({ at: [key], text: `There is no ${standard} yet, which packages hold: add one, or name it by ${key}.` })
  }
  return { ...rest, keys: { ...keys, ...named }, remarks: [...remarks, ...missing] }
}

async function read(origin: string, around: Surroundings, host: Host): Promise<Draft> {
  const { work } = host.directories
  if (await isFolder(origin)) {
    const programs = await listPrograms(origin)
    if (programs.size === 0) throw new UserError(`${origin} holds no programs; give a folder that does by the input \`from\`.`)
    return { packages: [importFolder({ folder: relative(work, origin) || '.', programs }, packageName(basename(work)), around)] }
  }
  if (origin.endsWith('.spec')) {
    host.log.info(`rpmspec reads ${origin}, and runs what its macros say to run.`)
    return { packages: importSpec(await querySpec(origin, host), relative(work, origin), around) }
  }
  const config = parseYaml((await readNamedFile(origin)).toString('utf8'), origin)
  const isGoreleaser = basename(origin).includes('goreleaser') || config['nfpms'] !== undefined || config['builds'] !== undefined
  if (!isGoreleaser) return { packages: [await importNfpm(config, around)] }
  const described = asList(config['nfpms']).length > 0 ? config : { ...config, nfpms: [{}] }
  return importGoreleaser(described, around)
}

/** nfpm and goreleaser take YAML as 1.1 has it: 0644 is octal. */
function parseYaml(text: string, file: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(text, { version: '1.1', strict: false, uniqueKeys: false })
  const [problem] = document.errors
  if (problem !== undefined) {
    const [at] = problem.linePos ?? []
    const place = at === undefined ? { file } : { file, line: at.line, column: at.col }
    throw new UserError([{ message: `is no YAML: ${problem.message.split(/ at line|\n/)[0] ?? ''}; correct it.`, at: place }])
  }
  const config = asRecord(document.toJS({ maxAliasCount: 1000 }))
  if (Object.keys(config).length === 0) throw new UserError([{ message: 'describes no package.', at: { file } }])
  return config
}

/** The programs of a folder by the folders of their architectures. */
async function listPrograms(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const isMachine = entry.isDirectory() && toObsName(entry.name) !== undefined
    const place = isMachine ? entry.name : ''
    const names = isMachine ? await readdir(join(folder, place)) : [entry.name]
    for (const name of names) {
      const look = await lookAt(join(folder, place, name))
      if (look.kind === 'file' && (look.isProgram || look.isExecutable)) found.set(place, [...(found.get(place) ?? []), name])
    }
  }
  if (found.size > 1) found.delete('')
  return found
}

function packageName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9.+-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
  return name.length < 2 ? 'package' : name
}

const pathKeys = new Set(['file', 'folder', 'license-file', 'readme'])

function rebase(keys: Readonly<Record<string, Value | undefined>>, prefix: string): Record<string, Value | undefined> {
  const visit = (value: Value | undefined, key: string): Value | undefined => {
    if (typeof value === 'string') return pathKeys.has(key) ? join(prefix, value) : value
    if (typeof value !== 'object' || Array.isArray(value)) return value
    // A list was handed back above.
    const map = value as Readonly<Record<string, Value | undefined>>
    return Object.fromEntries(Object.entries(map).map(([name, each]) => [name, visit(each, name)]))
  }
  return Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, visit(value, name)]))
}
