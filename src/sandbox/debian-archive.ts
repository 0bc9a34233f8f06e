import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserError } from '../error.js'
import { exists, hashBytes, writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { withLock } from '../host/lock.js'

export interface ArchiveOptions {
  /** Debian's names, the first one native: amd64, arm64, armhf, ppc64el, s390x. */
  readonly architectures: readonly string[]
  /** Releases by code name; empty for the releases of this machine. */
  readonly suites: readonly string[]
  /** Absolute folder for apt's state and indices, used again by later runs. */
  readonly directory: string
}

/** Debian's package archive as this machine reaches it, without touching the machine's own apt. */
export interface DebianArchive {
  /** Downloads exactly these packages (`runc:arm64`, `runc:arm64/trixie`); resolves to the files, in apt's order. */
  download(packages: readonly string[], folder: string): Promise<readonly string[]>
  /** Downloads the packages with everything they depend on, as on an empty system; other .deb files in the folder are removed. */
  downloadClosure(packages: readonly string[], folder: string): Promise<readonly string[]>
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
/** On the command line, since images of Debian for containers switch apt's caches off in its configuration. */
const caches = ['-o', 'Dir::Cache::pkgcache=pkgcache.bin']

const indexAge = 24 * 3600 * 1000
const retryAge = 3600 * 1000

/** Prepares a private apt over the Debian sources of this machine. Indices are fetched when first needed and kept for a day. */
export async function openArchive(options: ArchiveOptions, host: Host): Promise<DebianArchive> {
  const directory = options.directory
  const environment = { APT_CONFIG: join(directory, 'apt.conf'), LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args: readonly string[], cwd = directory) =>
    host.exec('apt-get', [...caches, ...args], {
      env: environment,
      cwd,
      hint: 'check the Debian entries in /etc/apt and the network',
    })

  for (const folder of ['lists/partial', 'archives/partial', 'none/partial', 'sources'])
    await mkdir(join(directory, folder), { recursive: true })
  const locked = <T>(step: () => Promise<T>) => withLock(join(directory, 'lock'), host, 600_000, step)

  const prepare = async () => {
    const sources = selectSources(await listTargets(host, directory), options.suites)
    if (sources.length === 0) {
      throw new UserError(
        'This machine has no Debian package sources; add the Debian archive of its release to /etc/apt/sources.list.d',
      )
    }
    await settle(join(directory, 'status'), '')
    await settle(join(directory, 'sources', 'debian.list'), renderSources(sources, options.architectures))
    await settle(join(directory, 'apt.conf'), renderAptConfig(directory, options.architectures))
  }
  const refresh = async () => {
    await prepare()
    const stamp = join(directory, 'updated')
    const key = `${options.architectures.join(' ')}|${options.suites.join(' ')}`
    if (await isFresh(stamp, key, host)) return
    host.log.info(`Reading Debian's package lists for ${options.architectures.join(', ')}`)
    await rm(join(directory, 'answers'), { recursive: true, force: true })
    const { code, stderr } = await host.exec('apt-get', ['update', '-qq'], { env: environment, cwd: directory, allow: 'any' })
    await writeWhole(stamp, `${host.clock.now() + (code === 0 ? indexAge : retryAge)}\n${key}\n`)
    // One index of many, caught in the middle of a mirror's update, hides few packages: what is truly missing fails below by name.
    if (code !== 0)
      host.log.warning(
        `apt could not read every package list: ${stderr.split('\n').find((line) => line !== '') ?? `exit code ${code}`}`,
      )
  }
  const fetchAll = async (command: readonly string[], folder: string) => {
    await mkdir(join(folder, 'partial'), { recursive: true })
    const { stdout } = await apt([...command, '--print-uris', '-qq', '-o', `Dir::Cache::archives=${join(directory, 'none')}`])
    const names = parseUris(stdout)
    const missing = []
    for (const name of names) if (!(await exists(join(folder, name)))) missing.push(name)
    if (missing.length > 0) host.log.info(`Downloading ${missing.length} Debian packages`)
    return { names, missing: missing.length > 0 }
  }
  return {
    download: (packages, folder) =>
      locked(async () => {
        await refresh()
        const answer = join(directory, 'answers', hashBytes(packages.join(' '), 'sha256'))
        const known = (await readFile(answer, 'utf8').catch(() => '')).split('\n').filter((name) => name !== '')
        const present = await Promise.all(known.map((name) => exists(join(folder, name))))
        if (known.length > 0 && !present.includes(false)) return known.map((name) => join(folder, name))
        const { names, missing } = await fetchAll(['download', ...packages], folder)
        await writeWhole(answer, names.join('\n'))
        if (missing) await apt(['download', '-qq', ...packages], folder)
        return names.map((name) => join(folder, name))
      }),
    downloadClosure: (packages, folder) =>
      locked(async () => {
        await refresh()
        const command = ['install', '-y', '-d', '-o', 'APT::Install-Recommends=false', ...packages]
        const { names, missing } = await fetchAll(command, folder)
        if (missing) await apt([...command, '-qq', '-o', `Dir::Cache::archives=${folder}`])
        for (const file of await readdir(folder)) {
          if (!names.includes(file)) await rm(join(folder, file), { recursive: true, force: true })
        }
        return names.map((name) => join(folder, name))
      }),
  }
}

export interface AptSource {
  readonly uri: string
  readonly suite: string
  readonly component: string
}

async function listTargets(host: Host, directory: string): Promise<AptSource[]> {
  const query = ['indextargets', '--format', '$(REPO_URI)|$(CODENAME)|$(ORIGIN)|$(COMPONENT)', 'Created-By: Packages']
  const own = parseTargets((await host.exec('apt-get', query)).stdout)
  if (own.length > 0) return own
  // An image without package lists (rm -rf /var/lib/apt/lists) knows no origins: read the lists once, elsewhere.
  const state = ['-o', `Dir::State::lists=${join(directory, 'host-lists')}`]
  await mkdir(join(directory, 'host-lists', 'partial'), { recursive: true })
  await host.exec('apt-get', [...state, 'update', '-qq'], { allow: 'any' })
  return parseTargets((await host.exec('apt-get', [...state, ...query])).stdout)
}

/** Reads `uri|code name|origin|component` lines; only Debian's own entries count, each once. */
export function parseTargets(text: string): AptSource[] {
  const sources = new Map<string, AptSource>()
  for (const line of text.split('\n')) {
    const [uri = '', suite = '', origin = '', component = ''] = line.split('|')
    if (origin === 'Debian' && suite !== '') sources.set(`${uri} ${suite} ${component}`, { uri, suite, component })
  }
  return [...sources.values()]
}

/** The entries of the wanted releases: this machine's own as they are, any other from where the machine's release comes. */
export function selectSources(own: readonly AptSource[], suites: readonly string[]): AptSource[] {
  if (suites.length === 0) return [...own]
  const main = own.filter((source) => !source.suite.includes('-'))
  return suites.flatMap((suite) => {
    const matching = own.filter((source) => source.suite === suite || source.suite.startsWith(`${suite}-`))
    return matching.length > 0 ? matching : main.map((source) => ({ ...source, suite }))
  })
}

function renderSources(sources: readonly AptSource[], architectures: readonly string[]): string {
  const options = `[arch=${architectures.join(',')} signed-by=${keyring}]`
  const lines = sources.map((source) => `deb ${options} ${source.uri} ${source.suite} ${source.component}\n`)
  return [...new Set(lines)].join('')
}

function renderAptConfig(directory: string, architectures: readonly string[]): string {
  return [
    `Dir::Etc::sourcelist "/dev/null";`,
    `Dir::Etc::sourceparts "${join(directory, 'sources')}";`,
    `Dir::Etc::preferences "/dev/null";`,
    `Dir::Etc::preferencesparts "/dev/null";`,
    `Dir::State "${directory}";`,
    `Dir::State::lists "${join(directory, 'lists')}";`,
    `Dir::State::status "${join(directory, 'status')}";`,
    `Dir::Cache "${directory}";`,
    `APT::Architecture "${architectures[0] ?? 'amd64'}";`,
    `APT::Architectures { ${architectures.map((name) => `"${name}";`).join(' ')} };`,
    `APT::Sandbox::User "root";`,
    `Acquire::Languages "none";`,
    `Acquire::GzipIndexes "true";`,
    `Acquire::Retries "3";`,
    '',
  ].join('\n')
}

/** The file names of `apt-get --print-uris`: `'uri' name size hash`. */
export function parseUris(text: string): string[] {
  return [...text.matchAll(/^'[^']*' (\S+\.deb) \d+/gm)].map((match) => basename(match[1] ?? ''))
}

/** Writes the file unless it has the content already: apt builds its cache anew when a file is younger. */
async function settle(file: string, content: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) !== content) await writeWhole(file, content)
}

async function isFresh(stamp: string, key: string, host: Host): Promise<boolean> {
  const [time = '0', known = ''] = (await readFile(stamp, 'utf8').catch(() => '')).split('\n')
  return known === key && host.clock.now() < Number(time)
}
