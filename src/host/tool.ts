import type { ExecOptions, ExecResult } from './exec.js'
import type { Host } from './host.js'

/** The Debian package of each program that the checks run. */
const debianPackages = {
  'apt-get': 'apt',
  bzip2: 'bzip2',
  dnf: 'dnf',
  'dpkg-deb': 'dpkg',
  gpg: 'gpg',
  gpgv: 'gpgv',
  rpm2archive: 'rpm2cpio',
  rpmkeys: 'rpm',
  tar: 'tar',
  xz: 'xz-utils',
  zstd: 'zstd',
} as const

export type Tool = keyof typeof debianPackages

/**
 * Runs a tool with English messages and leaves the judgement of its exit code to the caller. Throws a ToolError that
 * names the Debian package when the tool is missing.
 */
export function runTool(host: Host, tool: Tool, args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  return host.exec(tool, args, {
    allow: 'any',
    hint: `install it: apt-get install ${debianPackages[tool]}`,
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
