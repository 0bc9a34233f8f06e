import type { Architecture } from '../config/schema.js'

/** The names of one architecture in the worlds that a release touches. */
export interface ArchitectureNames {
  /** Of OBS, which is also `uname -m`. */
  readonly obs: Architecture
  readonly go: string
  readonly deb: string
  /** In rpm file names. */
  readonly rpm: string
}

const table: readonly ArchitectureNames[] = [
  { obs: 'x86_64', go: 'amd64', deb: 'amd64', rpm: 'x86_64' },
  { obs: 'aarch64', go: 'arm64', deb: 'arm64', rpm: 'aarch64' },
  { obs: 'armv7l', go: 'arm', deb: 'armhf', rpm: 'armv7hl' },
  { obs: 'ppc64le', go: 'ppc64le', deb: 'ppc64el', rpm: 'ppc64le' },
  { obs: 's390x', go: 's390x', deb: 's390x', rpm: 's390x' },
  { obs: 'i586', go: '386', deb: 'i386', rpm: 'i586' },
]

/** All names of an architecture known by its OBS name. */
export function namesOf(architecture: Architecture): ArchitectureNames {
  const found = table.find(({ obs }) => obs === architecture)
  if (!found) throw new Error(`no names are known for architecture ${architecture}`)
  return found
}
