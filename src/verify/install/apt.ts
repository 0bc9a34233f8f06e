import { copyFile, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecOptions, ExecResult } from '../../host/exec.js'
import { complaint, runTool } from '../../host/tool.js'
import type { ListedPackage } from '../../repository/published-repository.js'
import { writeAptSource } from '../snippet.js'
import { aptConfiguration } from './apt-configuration.js'
import { copyMachineLists, writeBaseSources } from './base-sources.js'
import { aptComplaint } from './deb-trial.js'
import { listArchives, type Archive } from './inspection.js'
import type { InstallSetting, RepositoryAddress } from './setting.js'

/** Debs that were brought here: all of them, and those of the published repository. */
export interface Download {
  readonly folder: string
  readonly archives: readonly Archive[]
  readonly published: readonly Archive[]
}

/** An apt of our own, which knows the published repository and the base. */
export interface Apt {
  readonly folder: string
  /** Why the published repository is refused. */
  readonly problem: string | undefined
  /** Reads the indexes of the base, once; resolves to why they could not be read. */
  readBase(): Promise<string | undefined>
  /** Whether a package can be installed where nothing is; resolves to apt's complaint. */
  resolve(entry: ListedPackage): Promise<string | undefined>
  /** Brings a package here with all that a root lacks of what it needs; the root is known by dpkg's status. */
  download(entry: ListedPackage, status: string): Promise<Download | string>
  /** Brings another version of it to where the first one is; nobody asks any more where its files come from. */
  downloadOther(entry: ListedPackage, status: string, first: Download): Promise<Download | string>
  /** Runs a program of apt's that only tells. */
  run(tool: 'apt-get' | 'apt-cache', args: readonly string[]): Promise<ExecResult>
  /** Brings one package here and nothing else. */
  fetch(entry: ListedPackage): Promise<Archive | string>
}

/** Seconds for what goes through the network. */
const timeout = 600

/**
 * Prepares an apt by fetching the repository's index as a user's `apt-get update` does.
 * @param setting with another repository, when it is to know that as well
 */
export async function prepareApt({
  address,
  also,
  key,
  base,
  architecture,
  native,
  folder,
  host,
}: InstallSetting & { readonly also?: RepositoryAddress }): Promise<Apt> {
  const configuration = join(folder, 'apt.conf')
  for (const part of ['lists/partial', 'cache/archives/partial', 'log', 'etc', 'state'])
    await mkdir(join(folder, part), { recursive: true })
  await copyFile(key.binary, join(folder, 'etc/published.gpg'))
  const places = also === undefined ? [address] : [address, also]
  const sources = places.map((place) => writeAptSource(place, join(folder, 'etc/published.gpg'), architecture))
  await writeFile(join(folder, 'etc/published.sources'), sources.join('\n'))
  await writeFile(join(folder, 'status'), '')
  await writeFile(configuration, aptConfiguration(folder, architecture))
  await writeBaseSources(base, join(folder, 'etc/base'))
  const apt = (args: readonly string[], options: ExecOptions = {}) =>
    runTool(host, 'apt-get', args, { timeout, ...options, env: { APT_CONFIG: configuration } })
  const strict = ['APT::Update::Error-Mode=any', 'Dir::Etc::sourceparts=/dev/null']
  const updated = await apt([...strict.flatMap(set), 'update'])
  const problem = updated.code === 0 ? undefined : `apt-get update refuses it: ${complaint(updated, aptComplaint)}`
  let baseReading: Promise<string | undefined> | undefined

  async function fetchBase(): Promise<string | undefined> {
    if (base.kind === 'host' && native && (await copyMachineLists(join(folder, 'lists')))) return undefined
    if ((await readdir(join(folder, 'etc/base'))).length === 0) return 'this machine has no sources of apt: state a base'
    const before = await countIndexes(join(folder, 'lists'))
    const fetched = await apt([...set('Dir::Etc::sourcelist=/dev/null'), 'update'])
    if (fetched.code !== 0) return complaint(fetched, aptComplaint)
    const count = await countIndexes(join(folder, 'lists'))
    return count > before ? undefined : `none of its sources has an index for ${architecture}`
  }

  return {
    folder,
    problem,
    readBase: () => (baseReading ??= fetchBase()),
    async resolve(entry) {
      const result = await apt(['--simulate', '--no-install-recommends', 'install', target(entry)])
      return result.code === 0 ? undefined : complaint(result, aptComplaint)
    },
    async download(entry, status) {
      const archives = await mkdtemp(join(folder, 'archives-'))
      await mkdir(join(archives, 'partial'), { recursive: true })
      const listed = await apt([...bring(status, archives), '--print-uris', 'install', target(entry)])
      const result = await apt([...bring(status, archives), '--download-only', 'install', target(entry)])
      if (result.code !== 0) return complaint(result, aptComplaint)
      const all = await listArchives(archives, '.deb')
      const isPublished = (line: string) => places.some(({ uri }) => line.startsWith(`'${uri}`))
      const names = listed.stdout.split('\n').flatMap((line) => (isPublished(line) ? [line.split(' ')[1]] : []))
      return { folder: archives, archives: all, published: all.filter(({ name }) => names.includes(name)) }
    },
    async downloadOther(entry, status, first) {
      const result = await apt([...bring(status, first.folder), '--download-only', 'install', target(entry)])
      if (result.code !== 0) return complaint(result, aptComplaint)
      const archives = await listArchives(first.folder, '.deb')
      const added = archives.filter(({ file }) => !first.archives.some((each) => each.file === file))
      return { ...first, archives, published: [...first.published, ...added] }
    },
    run: (tool, args) => runTool(host, tool, args, { timeout, env: { APT_CONFIG: configuration } }),
    async fetch(entry) {
      const place = await mkdtemp(join(folder, 'fetched-'))
      const result = await apt(['download', target(entry)], { cwd: place })
      if (result.code !== 0) return complaint(result, aptComplaint)
      return (await listArchives(place, '.deb'))[0] ?? `apt-get download ${target(entry)} brought nothing`
    },
  }
}

async function countIndexes(lists: string): Promise<number> {
  return (await readdir(lists)).filter((name) => /_Packages(\.\w+)?$/.test(name)).length
}

/** How a user names exactly this package. */
export function target({ name, version }: ListedPackage): string {
  return `${name}=${version}`
}

function set(setting: string): readonly string[] {
  return ['-o', setting]
}

function bring(status: string, archives: string): readonly string[] {
  const settings = [`Dir::State::status=${status}`, `Dir::Cache::archives=${archives}`]
  return ['--yes', '--no-install-recommends', '--reinstall', '--allow-downgrades', ...settings.flatMap(set)]
}
