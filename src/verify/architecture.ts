import type { ExpectedCell, Format } from './request.js'

const debNames: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'armhf',
  ppc64le: 'ppc64el',
  i586: 'i386',
}

/** OBS builds armv7l with hardware floating point, which rpm calls armv7hl. */
const rpmNames: Readonly<Record<string, readonly string[]>> = {
  armv7l: ['armv7hl', 'armv7l'],
  i586: ['i586', 'i686'],
}

/**
 * The names that a package of an OBS architecture may carry, the usual one first and the one for every machine
 * last. An architecture that is not in the tables has one name everywhere, as s390x and riscv64 do.
 */
export function packageArchitectures(format: Format, architecture: string): readonly [string, ...string[]] {
  if (format === 'deb') return [debNames[architecture] ?? architecture, 'all']
  const [first = architecture, ...others] = rpmNames[architecture] ?? []
  return [first, ...others, 'noarch']
}

/** How a cell is named in results, e.g. `deb runc 1.1.15 arm64`. */
export function subjectOf(format: Format, cell: ExpectedCell): string {
  const version = cell.release === undefined ? cell.version : `${cell.version}-${cell.release}`
  return `${format} ${cell.package} ${version} ${packageArchitectures(format, cell.architecture)[0]}`
}
