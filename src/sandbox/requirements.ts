import { isAbsolute } from 'node:path'
import { UserError, type Problem } from '../error.js'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import { findArchitecture, standardArchitectures } from '../architecture.js'
import { base } from './layout.js'
import { mostWorkers, type SandboxOptions } from './options.js'

/** The Debian packages that a sandbox is made of. */
export const debianPackages = [
  'obs-server',
  'obs-worker',
  'obs-build',
  'createrepo-c',
  'dpkg-dev',
  'gnupg',
  'rpm',
  'cpio',
] as const

/** Unix sockets below the directory must fit into 108 bytes (unix(7)). */
const longestDirectory = 70

/** Everything wrong with what the caller asks for. */
export function checkOptions(options: SandboxOptions): Problem[] {
  const problems: Problem[] = []
  const say = (message: string) => problems.push({ message })
  if (!isAbsolute(options.directory)) say(`The sandbox's directory must be an absolute path, not '${options.directory}'`)
  if (options.directory.length > longestDirectory) {
    say(`The sandbox's directory '${options.directory}' is longer than ${longestDirectory} characters; choose a shorter path`)
  }
  if (!/^[\w./+-]*$/.test(options.directory)) {
    say(
      `The sandbox's directory '${options.directory}' has characters other than letters, digits and . _ / + -; choose another path`,
    )
  }
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535)
    say(`${options.port} is no TCP port; give 0 to 65535`)
  if (!Number.isInteger(options.workers) || options.workers < 1 || options.workers > mostWorkers)
    say(`${options.workers} workers cannot be started; give 1 to ${mostWorkers}`)
  if (options.architectures.length === 0) say('The sandbox needs at least one architecture')
  for (const name of options.architectures) {
    if (!findArchitecture(name))
      say(`The sandbox cannot build for '${name}'; it knows ${standardArchitectures.map(({ obs }) => obs).join(', ')}`)
  }
  for (const { project } of options.distributions) {
    if (project === base.project) {
      say(`The project ${project} is the sandbox's own build root; give the distribution another name`)
    }
  }
  return problems
}

/** Throws a UserError unless this process is root, the Debian packages are installed and the given debbuild exists. */
export async function checkMachine(options: SandboxOptions, host: Host): Promise<void> {
  if (options.debbuild !== undefined && !(await exists(options.debbuild))) {
    throw new UserError(
      `The debbuild package '${options.debbuild}' does not exist; give the path of a .deb file, or none for the stand-in`,
    )
  }
  if (process.getuid?.() !== 0) {
    throw new UserError(
      'The sandbox needs root for its build environments (chroot, mount); run it with sudo or in a container as root',
    )
  }
  const { stdout } = await host.exec('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...debianPackages], {
    allow: 'any',
    hint: 'the sandbox runs on Debian 12',
  })
  const installed = new Set(stdout.split('\n').map((line) => line.trim()))
  const missing = debianPackages.filter((name) => !installed.has(`${name} installed`))
  if (missing.length > 0) {
    throw new UserError(
      `The sandbox needs Debian packages that are not installed: ${missing.join(', ')}; ` +
        `run: apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`,
    )
  }
}
