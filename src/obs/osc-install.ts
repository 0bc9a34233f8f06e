import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { removeOscConfig, writeOscConfig } from './osc-config.js'
import { oscVariables } from './osc-account.js'

/** Variables of ours that pip takes its settings from, and python its libraries. */
const pipVariables = ['PIP_*', 'LD_LIBRARY_PATH', 'PYTHONPATH']

export type InstallWay = 'auto' | 'pip' | 'apt' | 'none'

/**
 * Makes sure that there is an osc on the search path; resolves to its version. `auto` takes the one that is
 * there, if it has the wanted version, else installs from PyPI, else by apt.
 * @param wanted a version such as 1.27.0; undefined takes any, and installs the newest
 */
export async function provideOsc(way: InstallWay, wanted: string | undefined, host: Host): Promise<string> {
  const present = await oscVersion(host)
  if (present !== undefined && (way === 'auto' || way === 'none') && (wanted === undefined || wanted === present)) return present
  if (way === 'none') {
    const found = present === undefined ? 'there is none on the PATH' : `the one on the PATH is ${present}`
    throw new UserError(
      `osc${wanted ? ` ${wanted}` : ''} is needed and ${found}; install it, or set the input \`install\` to auto.`,
    )
  }
  if (way === 'apt') await installByApt(host)
  else if (way === 'pip') await installByPip(wanted, host)
  else await installByAny(wanted, host)
  const version = await oscVersion(host)
  if (version === undefined)
    throw new ToolError({ command: 'osc version', code: undefined, stderr: 'osc was installed but does not start' })
  if (wanted !== undefined && version !== wanted)
    throw new UserError(`osc ${wanted} is wanted, and ${way} installed ${version}; set the input \`install\` to pip.`)
  return version
}

async function installByAny(wanted: string | undefined, host: Host): Promise<void> {
  try {
    await installByPip(wanted, host)
  } catch (error) {
    if (wanted !== undefined || !(error instanceof ToolError)) throw error
    host.log.info(`${error.message}; taking osc from apt`)
    await installByApt(host)
  }
}

/** The version of an osc, by default the one on the search path; undefined when there is none, or it does not start. */
export async function oscVersion(host: Host, program = 'osc'): Promise<string | undefined> {
  const ask = async (word: string, env: Record<string, string> = {}) => {
    const result = await host.exec(program, [word], { allow: 'any', env, inherit: oscVariables }).catch(() => undefined)
    return result?.code === 0 ? /\d+(?:\.\d+)+/.exec(result.stdout)?.[0] : undefined
  }
  // osc before 1.0 knows the option alone; 1.x the command alone, which reads a config though it connects to nothing.
  const version = await ask('--version')
  if (version !== undefined) return version
  const config = await writeOscConfig({ apiurl: 'https://localhost', username: 'nobody', password: 'none' }, host)
  try {
    return await ask('version', { OSC_CONFIG: config })
  } finally {
    await removeOscConfig(config)
  }
}

async function installByApt(host: Host): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await host.exec('apt-get', ['install', '--yes', '--no-install-recommends', 'osc'], {
    env,
    hint: 'needs root and package lists',
  })
}

/** Installs into the runner's tool cache, where the next job on the same machine finds it. The doors say where that is. */
async function installByPip(wanted: string | undefined, host: Host): Promise<void> {
  const { cacheDir, find } = await import('@actions/tool-cache')
  const cached = wanted === undefined ? '' : find('osc', wanted)
  const folder = cached || (await installFresh(wanted, host, (from, version) => cacheDir(from, 'osc', version)))
  host.addPath(join(folder, 'program'))
}

async function installFresh(
  wanted: string | undefined,
  host: Host,
  keep: (from: string, version: string) => Promise<string>,
): Promise<string> {
  const folder = await mkdtemp(join(host.directories.temp, 'obs-publish-pip-'))
  try {
    host.log.info(`installing osc ${wanted ?? '(newest)'} from PyPI`)
    const requirement = wanted === undefined ? 'osc' : `osc==${wanted}`
    const library = join(folder, 'library')
    await host.exec(
      'python3',
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', library, requirement],
      {
        inherit: pipVariables,
        hint: 'needs python3 with pip',
      },
    )
    await writeProgram(join(folder, 'program'), host)
    const version = await oscVersion(host, join(folder, 'program', 'osc'))
    if (version === undefined)
      throw new ToolError({ command: 'osc version', code: undefined, stderr: 'osc was installed from PyPI but does not start' })
    return await keep(folder, version)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A starter that finds its library beside itself, so that the folder can be moved. */
async function writeProgram(folder: string, host: Host): Promise<void> {
  await host.exec('mkdir', ['-p', folder])
  const file = join(folder, 'osc')
  const start = 'import sys; from osc.babysitter import main; sys.argv[0] = "osc"; sys.exit(main())'
  const lines = [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    `PYTHONPATH="$here/../library\${PYTHONPATH:+:$PYTHONPATH}" exec python3 -c '${start}' "$@"`,
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  await chmod(file, 0o755)
}
