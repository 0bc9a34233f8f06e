import { namesOf, standardArchitectures, type ArchitectureNames, type Elf } from './architecture.js'

/** Where a program shall run. */
export interface Platform {
  readonly os: 'linux' | 'darwin' | 'windows'
  /** The OBS name. */
  readonly architecture: string
  /** Go's name. */
  readonly goarch: string
  readonly debarch: string
  /** rpm's name. */
  readonly rpmarch: string
  /** How Linux programs for it are recognised; undefined when they are not checked. */
  readonly elf: Elf | undefined
}

/** The operating systems that programs are published for. */
export const systems = ['linux', 'darwin', 'windows'] as const

/** The platform of an OBS architecture (`aarch64`), which is Linux's, or by Go's name (`darwin/arm64`). */
export function platformOf(target: string, known: readonly ArchitectureNames[]): Platform {
  const [system, goarch] = target.split('/')
  const os = systems.find((each) => each === system)
  if (goarch === undefined || os === undefined) return describe('linux', namesOf(target, known))
  const names = [...known, ...standardArchitectures].find(({ go }) => go === goarch)
  return describe(os, names ?? namesOf(goarch, known))
}

function describe(os: Platform['os'], { obs, go, deb, rpm, elf }: ArchitectureNames): Platform {
  return { os, architecture: obs, goarch: go, debarch: deb, rpmarch: rpm, elf }
}

/** Where the files of a platform lie in a tarball: `x86_64`, `darwin-arm64`. */
export function folderOf({ os, architecture, goarch }: Pick<Platform, 'os' | 'architecture' | 'goarch'>): string {
  return os === 'linux' ? architecture : `${os}-${goarch}`
}

/** What an ELF header means to people: `x86_64`, or its figures when no architecture of the table has them. */
export function describeElf({ machine, bits, endian }: Elf): string {
  const known = standardArchitectures.find(({ elf }) => elf?.machine === machine && elf.bits === bits && elf.endian === endian)
  return known?.obs ?? `ELF machine ${machine}, ${bits} bits, ${endian}-endian`
}
