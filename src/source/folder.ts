import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseLocation, UserError } from '../error.js'
import { isGlob, matcher, readTree, type TreePattern } from '../glob.js'
import { exists, isFolder } from '../host/file.js'
import { rankNames } from '../nearest.js'
import type { Origin } from './address.js'
import { listBuildFolders } from './build-folder.js'
import { findDigest } from './checksum.js'
import { readHead } from './fitness.js'
import { readProgram, type Program } from './program.js'
import type { Digests } from './stated-digest.js'
import { judgeName, leftOut, walkTree } from './tree-walk.js'

/** A file of this machine that answers a wish. */
export interface Local {
  /** Its name within the source. */
  readonly name: string
  readonly file: string
  /** From a `<file>.sha256` beside it. */
  readonly digests: Digests
  /** Of what a tree holds. */
  readonly executable?: boolean | undefined
  readonly type?: 'link' | 'folder' | undefined
  readonly target?: string | undefined
}

/**
 * Finds files in a folder given as an input, which holds `<architecture>/<name>`, below `<package>/` or not, the
 * architecture by its Go, OBS or Debian name, or `<name>` alone for a package of one platform; or the `dist` that
 * goreleaser leaves. Throws a {@link UserError}.
 */
export async function findGiven(name: string, origin: Origin, folder: string, platforms: number): Promise<readonly Local[]> {
  const places = listPlaces(origin, folder, platforms)
  // A build's output rarely has the folders that an archive has.
  for (const flat of name.includes('/') ? [false, true] : [false]) {
    for (const place of places) {
      const found = await findIn(place, name, origin, flat)
      if (found.length > 0) return found
    }
  }
  const built = await findBuilt(name, origin, folder)
  if (built.length > 0) return built
  const near = await suggestProgram(name, places)
  throw absent(name, origin, `${join(places[0] ?? folder, name)} (nor under the architecture's other names)`, near)
}

/** Finds files in what goreleaser built: a folder for each build and platform. */
async function findBuilt(name: string, origin: Origin, folder: string): Promise<readonly Local[]> {
  const found: { readonly build: string; readonly files: readonly Local[] }[] = []
  for (const { build, place } of await listBuildFolders(folder, origin.platform)) {
    const files = await findIn(place, name, origin, true)
    if (files.length > 0 && !found.some((each) => each.build === build)) found.push({ build, files })
  }
  if (found.length > 1) {
    const builds = found.map(({ build }) => build).join(', ')
    throw refuse(`${folder} holds ${name} of several builds, ${builds}; give a folder with the one that is meant.`, origin)
  }
  return found[0]?.files ?? []
}

/** Finds files in the folder of a source: the path may be that of the file itself. Throws a {@link UserError}. */
export async function findLocal(name: string, origin: Origin, path: string): Promise<readonly Local[]> {
  if (await isFile(path)) return [await describe(path, name)]
  const found = await findIn(path, name, origin)
  if (found.length === 0) throw absent(name, origin, join(path, name), await suggestProgram(name, [path]))
  return found
}

function listPlaces({ package: pkg, platform }: Origin, folder: string, platforms: number): string[] {
  const { os, architecture, goarch, debarch } = platform
  const names = os === 'linux' ? [architecture, goarch, debarch] : [`${os}/${goarch}`, `${os}-${goarch}`, `${os}_${goarch}`]
  const bases = [folder, join(folder, pkg)]
  const named = bases.flatMap((base) => [...new Set(names)].map((name) => join(base, name)))
  return platforms === 1 ? [...named, ...bases] : named
}

async function findIn(folder: string, name: string, origin: Origin, flat = false): Promise<Local[]> {
  const tree = readTree(name)
  if (tree !== undefined) return flat ? [] : findTree(join(folder, tree.base), tree, origin)
  const parent = flat ? folder : join(folder, dirname(name))
  const matches = matcher(basename(name))
  const names = isGlob(name) ? (await readdir(parent).catch(() => [])).filter(matches).sort() : [basename(name)]
  const found: Local[] = []
  let behind: string | undefined
  for (const each of names) {
    const file = join(parent, each)
    if (await isFile(file)) found.push(await describe(file, join(dirname(name), each)))
    else if (isGlob(name) && !flat) behind ??= each
  }
  // Where no file is meant, folders are those of packages or architectures, and the files lie elsewhere.
  if (behind !== undefined && found.length > 0) throw refuse(`${parent} ${leftOut(behind, name)}.`, origin)
  return found
}

/** What a pattern over several levels means below a folder. */
async function findTree(folder: string, { base, last }: TreePattern, origin: Origin): Promise<Local[]> {
  if (!(await isFolder(folder))) return []
  const nodes = await walkTree(folder, last === '*' ? '**' : `**/${last}`)
  const problem = typeof nodes === 'string' ? nodes : nodes.map(({ name }) => judgeName(name)).find((one) => one !== undefined)
  if (typeof nodes === 'string' || problem !== undefined) throw refuse(`${folder} ${String(problem)}.`, origin)
  return nodes.map(({ name, type, ...node }) => ({
    ...node,
    name: join(base, name),
    digests: {},
    ...(type === 'file' ? {} : { type }),
  }))
}

function refuse(message: string, { source }: Origin): UserError {
  return new UserError([{ message, at: parseLocation(source.at) }])
}

async function describe(file: string, name: string): Promise<Local> {
  const checksum = `${file}.sha256`
  const sha256 = (await exists(checksum)) ? findDigest(await readFile(checksum, 'utf8'), file, 'sha256') : undefined
  return { name, file, digests: sha256 === undefined ? {} : { sha256 } }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

/** The programs of folders, as an advice to somebody who looked there for another name. */
async function suggestProgram(name: string, folders: readonly string[]): Promise<string> {
  const found = new Set<string>()
  for (const folder of folders) {
    for (const each of await readdir(folder).catch(() => [])) {
      const file = join(folder, each)
      if ((await isFile(file)) && isProgram(readProgram(await readHead(file)))) found.add(each)
    }
  }
  const ranked = rankNames(basename(name), [...found])
  const [first] = ranked
  if (first === undefined) return ''
  const shown = ranked.slice(0, 10).join(', ')
  return ranked.length === 1 ? `; did you mean ${first}, which is there?` : `; the programs there are ${shown}.`
}

function isProgram({ format }: Program): boolean {
  return ['elf', 'macho', 'pe', 'script'].includes(format)
}

function absent(name: string, { platform, source }: Origin, place: string, advice: string): UserError {
  const message = `There is no ${name} for ${platform.architecture} at ${place}${advice || '.'}`
  return new UserError([{ message, at: parseLocation(source.at) }])
}
