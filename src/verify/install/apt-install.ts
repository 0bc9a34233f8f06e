import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectArchives, listArchives } from './inspection.js'
import type { InstallSetting, Installer } from './install.js'
import { complaint, runTool } from '../../host/tool.js'

/** Prepares an apt that knows this repository alone, by fetching its index as a user's `apt-get update` does. */
export async function prepareApt({ url, key, architecture, folder, host }: InstallSetting): Promise<Installer> {
  const configuration = join(folder, 'apt.conf')
  for (const part of ['lists/partial', 'cache/archives/partial', 'log', 'etc', 'state'])
    await mkdir(join(folder, part), { recursive: true })
  await writeFile(join(folder, 'etc/repository.sources'), sources(url, architecture, key.binary))
  await writeFile(join(folder, 'status'), '')
  await writeFile(configuration, aptConfiguration(folder, architecture))
  const apt = (args: readonly string[]) => runTool(host, 'apt-get', args, { env: { APT_CONFIG: configuration } })
  const updated = await apt(['update'])
  return {
    ...(updated.code === 0 ? {} : { problem: `apt-get update refuses it: ${complaint(updated, aptComplaint)}` }),
    async install(entry, root) {
      const admin = join(root, 'var/lib/dpkg')
      for (const part of ['info', 'updates', 'triggers']) await mkdir(join(admin, part), { recursive: true })
      await writeFile(join(admin, 'status'), '')
      const target = `${entry.name}=${entry.version}`
      const command = `apt-get install ${target}`
      const archives = await mkdtemp(join(folder, 'archives-'))
      await mkdir(join(archives, 'partial'))
      const cache = ['-o', `Dir::Cache::archives=${archives}`]
      const install = ['--yes', '--no-install-recommends', ...cache, ...aptRoot(root, folder), 'install', target]
      const downloaded = await apt(['--download-only', ...install])
      if (downloaded.code !== 0) return { command, problem: complaint(downloaded, aptComplaint) }
      const refusal = await inspectArchives('deb', await listArchives(archives, '.deb'), host)
      if (refusal !== undefined) return { command, problem: refusal }
      const result = await apt(['--no-download', ...install])
      return { command, problem: result.code === 0 ? undefined : complaint(result, aptComplaint) }
    },
  }
}

const aptComplaint = /^(E:|W: GPG|dpkg: error)|Depends:|PreDepends:|Conflicts:|Breaks:/

function sources(url: string, architecture: string, keyring: string): string {
  return `Types: deb\nURIs: ${url}\nSuites: /\nArchitectures: ${architecture}\nSigned-By: ${keyring}\n`
}

/**
 * An apt.conf that apt reads before it would read the host's, whose hooks and folders it thereby never sees. Nothing
 * unsigned is accepted, whatever the defaults.
 */
function aptConfiguration(folder: string, architecture: string): string {
  const settings: Readonly<Record<string, string>> = {
    Dir: folder,
    'Dir::Etc': join(folder, 'etc'),
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(folder, 'etc'),
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Log': join(folder, 'log'),
    'APT::Architecture': architecture,
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
    'APT::Get::AllowUnauthenticated': 'false',
    'Acquire::AllowInsecureRepositories': 'false',
    'Acquire::AllowWeakRepositories': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': 'true',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`)
  return `${lines.join('\n')}\nAPT::Architectures { "${architecture}"; };\n`
}

/** dpkg in a root of its own; scripts of packages would run inside of it, never on the host. It writes its log outside of
 * the root, where no package can have put a link. */
function aptRoot(root: string, folder: string): string[] {
  const dpkg = [`--root=${root}`, `--log=${join(folder, 'log/dpkg.log')}`, '--force-architecture', '--force-not-root']
  const options = [
    `Dir::State::status=${join(root, 'var/lib/dpkg/status')}`,
    ...dpkg.map((option) => `DPkg::Options::=${option}`),
  ]
  return options.flatMap((option) => ['-o', option])
}
