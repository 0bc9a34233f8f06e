import { UserError } from '../error.js'
import { findProgram, type ExecOptions, type ExecResult } from './exec.js'
import type { Host } from './host.js'

/** The Debian package of each program that the suite runs. */
export const debianPackages = {
  'apt-cache': 'apt',
  'apt-get': 'apt',
  busybox: 'busybox-static',
  bzip2: 'bzip2',
  cpio: 'cpio',
  createrepo_c: 'createrepo-c',
  dnf: 'dnf',
  'dpkg-deb': 'dpkg',
  'dpkg-scanpackages': 'dpkg-dev',
  flock: 'util-linux',
  git: 'git',
  gpg: 'gnupg',
  gpgconf: 'gnupg',
  gpgv: 'gpgv',
  gzip: 'gzip',
  mmdebstrap: 'mmdebstrap',
  osc: 'osc',
  perl: 'perl',
  rpm: 'rpm',
  rpm2archive: 'rpm2cpio',
  rpm2cpio: 'rpm2cpio',
  rpmbuild: 'rpm',
  rpmkeys: 'rpm',
  rpmsign: 'rpm',
  rpmspec: 'rpm',
  tar: 'tar',
  unshare: 'util-linux',
  xz: 'xz-utils',
  zstd: 'zstd',
  zypper: 'zypper',
} as const

/** A program of another project that the suite runs. */
export type Tool = keyof typeof debianPackages

/** How to get a program that is missing. */
export function installHint(tool: Tool): string {
  return `install it: apt-get install ${debianPackages[tool]}`
}

/** Throws a {@link UserError} that names every program that is missing and how to install it. */
export async function requireTools(purpose: string, tools: Iterable<Tool>, host: Host): Promise<void> {
  const missing: Tool[] = []
  for (const tool of new Set(tools)) {
    if ((await findProgram(tool, host.env['PATH'] ?? '')) === undefined) missing.push(tool)
  }
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((tool) => debianPackages[tool]))].sort()
  throw new UserError(
    `${purpose} needs ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} not installed; on Debian and Ubuntu: apt-get install ${packages.join(' ')}`,
  )
}

/**
 * Runs a tool with English messages and leaves the judgement of its exit code to the caller. Throws a ToolError that
 * names the Debian package when the tool is missing.
 */
export function runTool(host: Host, tool: Tool, args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  return host.exec(tool, args, {
    allow: 'any',
    hint: installHint(tool),
    ...options,
    env: { LC_ALL: 'C.UTF-8', ...options.env },
  })
}

/** The sentences of a program's output that say what went wrong, on one line of bounded length. */
export function complaint(result: ExecResult, telling: RegExp): string {
  const lines = `${result.stdout}\n${result.stderr}`.split('\n').map((line) => line.trim())
  const told = lines.filter((line) => telling.test(line))
  const text = (told.length > 0 ? told : lines.filter((line) => line !== '').slice(-3)).join('; ')
  if (text === '') return `exit code ${result.code} without a word`
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
