import { listArchitectures, namesOf, type AddedArchitectures, type Elf } from '../architecture.js'
import { UserError } from '../error.js'

/** Where a program shall run. */
export interface Platform {
  readonly os: 'linux' | 'darwin' | 'windows'
  /** The OBS name. */
  readonly architecture: string
  /** Go's name. */
  readonly goarch: string
  readonly debarch: string
  /** How Linux programs for it are recognised; undefined when they are not checked. */
  readonly elf: Elf | undefined
}

const systems = ['linux', 'darwin', 'windows'] as const

/** The platform of an OBS architecture (`aarch64`), which is Linux's, or by Go's name (`darwin/arm64`). */
export function platformOf(name: string, added: AddedArchitectures): Platform {
  const [system = '', goarch] = name.split('/')
  if (goarch === undefined) {
    const { obs, go, deb, elf } = namesOf(name, added)
    return { os: 'linux', architecture: obs, goarch: go, debarch: deb, elf }
  }
  const os = systems.find((each) => each === system)
  if (os === undefined) throw new UserError(`${name} is no platform that is known; the systems are ${systems.join(', ')}.`)
  const names = listArchitectures(added).find(({ go }) => go === goarch)
  return { os, architecture: names?.obs ?? goarch, goarch, debarch: names?.deb ?? goarch, elf: names?.elf }
}

/** Where the files of a platform lie in a tarball: `x86_64`, `darwin-arm64`. */
export function folderOf({ os, architecture, goarch }: Platform): string {
  return os === 'linux' ? architecture : `${os}-${goarch}`
}

/** What an ELF header means to people: `x86_64`, or its figures when no architecture of the table has them. */
export function describeElf({ machine, bits, endian }: Elf): string {
  const known = listArchitectures({}).find(({ elf }) => elf?.machine === machine && elf.bits === bits && elf.endian === endian)
  return known?.obs ?? `ELF machine ${machine}, ${bits} bits, ${endian}-endian`
}
