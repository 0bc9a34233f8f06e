import { UserError } from '../error.js'
import { findProgram } from '../host/exec.js'
import type { Host } from '../host/host.js'

/** The Debian package of each program that building needs; the Containerfile installs them all. */
export const debianPackages = {
  cpio: 'cpio',
  createrepo_c: 'createrepo-c',
  'dpkg-deb': 'dpkg',
  'dpkg-scanpackages': 'dpkg-dev',
  gpg: 'gnupg',
  gpgconf: 'gnupg',
  gzip: 'gzip',
  perl: 'perl',
  rpm: 'rpm',
  rpm2cpio: 'rpm2cpio',
  rpmbuild: 'rpm',
  rpmsign: 'rpm',
  tar: 'tar',
  xz: 'xz-utils',
} as const

/** A program that building runs. */
export type Tool = keyof typeof debianPackages

/** Throws a {@link UserError} that names every program that is missing and how to install it. */
export async function requireTools(tools: Iterable<Tool>, host: Host): Promise<void> {
  const missing: Tool[] = []
  for (const tool of new Set(tools)) {
    if ((await findProgram(tool, host.env['PATH'] ?? '')) === undefined) missing.push(tool)
  }
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((tool) => debianPackages[tool]))].sort()
  throw new UserError(
    `build-packages needs ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} not installed; on Debian and Ubuntu: apt-get install ${packages.join(' ')}`,
  )
}
