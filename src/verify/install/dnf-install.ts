import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecResult } from '../../host/exec.js'
import type { Host } from '../../host/host.js'
import { inspectArchives, listArchives } from './inspection.js'
import type { InstallSetting, Installer } from './install.js'
import { complaint, runTool } from '../../host/tool.js'

/** Prepares a dnf that knows this repository alone; the first installation fetches the metadata for all. */
export async function prepareDnf({ url, key, architecture, folder, host }: InstallSetting): Promise<Installer> {
  const configuration = join(folder, 'dnf.conf')
  const repositories = join(folder, 'repos')
  await mkdir(repositories, { recursive: true })
  await writeFile(configuration, dnfConfiguration(folder, repositories))
  await writeFile(join(repositories, 'published.repo'), repository(url, key.armored))
  return {
    async install(entry, root) {
      await mkdir(root, { recursive: true })
      const target = `${entry.name}-${entry.version}.${entry.architecture}`
      const options = [
        `--config=${configuration}`,
        `--installroot=${root}`,
        `--forcearch=${architecture}`,
        '--releasever=1',
        '--noplugins',
      ]
      const command = `dnf install ${target}`
      const install = ['--assumeyes', ...options, 'install', target]
      // A package that was refused for another cell would still be there.
      if ((await listArchives(folder, '.rpm')).length > 0) await runDnf(host, [...options, 'clean', 'packages'])
      const downloaded = await runDnf(host, ['--downloadonly', ...install])
      if (downloaded.code !== 0) return { command, problem: complaint(downloaded, dnfComplaint) }
      const refusal = await inspectArchives('rpm', await listArchives(folder, '.rpm'), host)
      if (refusal !== undefined) return { command, problem: refusal }
      // From the cache alone: exactly what was looked through.
      const result = await runDnf(host, ['--cacheonly', ...install])
      return { command, problem: result.code === 0 ? undefined : complaint(result, dnfComplaint) }
    },
  }
}

const dnfComplaint = /^(Error|Problem|- |\[FAILED\])|nothing provides|GPG check|conflict|cannot be/i

/** dnf wants to be root, which a runner is through sudo. */
async function runDnf(host: Host, args: readonly string[]): Promise<ExecResult> {
  const { stdout } = await host.exec('id', ['-u'])
  if (stdout.trim() === '0') return runTool(host, 'dnf', args)
  await runTool(host, 'dnf', ['--version'])
  return host.exec('sudo', ['-n', 'env', 'LC_ALL=C.UTF-8', 'dnf', ...args], {
    allow: 'any',
    hint: 'dnf installs as root alone: run as root or install sudo',
  })
}

function dnfConfiguration(folder: string, repositories: string): string {
  return `[main]
reposdir=${repositories}
varsdir=${join(folder, 'vars')}
cachedir=${join(folder, 'cache')}
persistdir=${join(folder, 'persist')}
logdir=${join(folder, 'log')}
plugins=0
install_weak_deps=0
metadata_expire=-1
retries=3
`
}

function repository(url: string, keyFile: string): string {
  return `[published]
name=published
baseurl=${url}
enabled=1
gpgcheck=1
repo_gpgcheck=1
gpgkey=file://${keyFile}
`
}
