import { writeRepo } from '../snippet.js'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecResult } from '../../host/exec.js'
import { exists } from '../../host/file.js'
import { runAsRoot } from '../../host/root.js'
import { complaint } from '../../host/tool.js'
import type { ListedPackage } from '../../repository/published-repository.js'
import { listArchives, type Archive } from './inspection.js'
import { dnfComplaint, fullName } from './rpm-trial.js'
import type { InstallSetting, RepositoryAddress } from './setting.js'

/** How dnf calls the repository that is configured as well. */
export const besideId = 'beside'

/** A dnf of our own, which knows the published repository and the base. */
export interface Dnf {
  /** What every call is given, beside the root. */
  readonly options: readonly string[]
  /** The root in which nothing is installed; dnf keeps what it fetched inside of it. */
  readonly empty: string
  /** Runs a command that only tells. */
  query(args: readonly string[]): Promise<ExecResult>
  /** Forgets the packages of the cell before: one that was refused would still be there. */
  forget(): Promise<void>
  /** Brings a package here with all that it needs; resolves to dnf's complaint when that is impossible. */
  download(
    entry: ListedPackage,
    more: readonly string[],
  ): Promise<{ archives: readonly Archive[]; published: readonly Archive[] } | string>
}

/**
 * Prepares a dnf; its first call fetches the metadata for all.
 * @param setting with another repository, when it is to know that as well
 * @param bases the addresses of the base's repositories
 * @param scripts whether the scripts of packages run
 */
export async function prepareDnf(
  { address, also, key, architecture, folder, host }: InstallSetting & { readonly also?: RepositoryAddress },
  bases: readonly string[],
  scripts: boolean,
): Promise<Dnf> {
  const repositories = join(folder, 'repos')
  const empty = join(folder, 'empty')
  await mkdir(repositories, { recursive: true })
  await mkdir(empty, { recursive: true })
  await writeFile(join(folder, 'dnf.conf'), configuration(folder, repositories))
  const published = { published: address.url, ...(also && { [besideId]: also.url }) }
  for (const [id, url] of Object.entries(published))
    await writeFile(join(repositories, `${id}.repo`), writeRepo({ id, url, key: `file://${key.armored}` }))
  await writeFile(join(repositories, 'base.repo'), bases.map(writeBase).join('\n'))
  const options = [
    `--config=${join(folder, 'dnf.conf')}`,
    `--forcearch=${architecture}`,
    '--releasever=1',
    '--noplugins',
    ...(scripts ? [] : ['--setopt=tsflags=noscripts']),
  ]
  const dnf = (args: readonly string[]) =>
    runAsRoot(host, 'dnf', [`--installroot=${empty}`, ...options, ...args], { timeout: 900 })
  return {
    options,
    empty,
    query: dnf,
    async forget() {
      if ((await listFetched(empty)).length > 0) await dnf(['clean', 'packages'])
    },
    async download(entry, more) {
      const result = await dnf(['--assumeyes', '--downloadonly', 'install', fullName(entry), ...more])
      if (result.code !== 0) return complaint(result, dnfComplaint)
      const archives = await listFetched(empty)
      return { archives, published: archives.filter(({ file }) => isPublished.test(file)) }
    },
  }
}

/** Where dnf keeps what is not the base's. */
const isPublished = new RegExp(`/dnf/(published|${besideId})-`)

/** The packages that dnf keeps; beside them lies what root alone may read. */
async function listFetched(empty: string): Promise<readonly Archive[]> {
  const cache = join(empty, 'var/cache/dnf')
  const found: Archive[] = []
  for (const name of await readdir(cache).catch(() => [])) {
    const packages = join(cache, name, 'packages')
    if (await exists(packages)) found.push(...(await listArchives(packages, '.rpm')))
  }
  return found
}

function configuration(folder: string, repositories: string): string {
  return `[main]
reposdir=${repositories}
varsdir=${join(folder, 'vars')}
cachedir=/var/cache/dnf
persistdir=/var/lib/dnf
logdir=/var/log
plugins=0
install_weak_deps=0
keepcache=1
metadata_expire=-1
retries=3
`
}

/** Whether dnf could not read a repository of the base. */
export function blamesBase(complaint: string): boolean {
  return /repo '?base-\d+'?/.test(complaint)
}

/** The base is taken as it is: it is not what is proved. */
export function writeBase(url: string, index: number): string {
  return `[base-${index}]\nname=base ${index}\nbaseurl=${url}\nenabled=1\ngpgcheck=0\nrepo_gpgcheck=0\n`
}
