import type { Architecture, Config } from './config/schema.js'

/** How a program for an architecture is recognised: fields of its ELF header (elf(5)). */
export interface Elf {
  /** `e_machine`. */
  readonly machine: number
  readonly bits: 32 | 64
  readonly endian: 'little' | 'big'
}

/** The names of one architecture in the worlds that a release touches. */
export interface ArchitectureNames {
  /** Of OBS, which is also `uname -m`. */
  readonly obs: Architecture
  readonly go: string
  readonly deb: string
  /** In rpm file names. */
  readonly rpm: string
  /** Undefined when its programs are not checked. */
  readonly elf?: Elf | undefined
}

const elf = (machine: number, bits: 32 | 64 = 64, endian: 'little' | 'big' = 'little'): Elf => ({ machine, bits, endian })

// Machine numbers: the ELF header's e_machine, as registered with the System V ABI.
const table: readonly ArchitectureNames[] = [
  { obs: 'x86_64', go: 'amd64', deb: 'amd64', rpm: 'x86_64', elf: elf(62) },
  { obs: 'aarch64', go: 'arm64', deb: 'arm64', rpm: 'aarch64', elf: elf(183) },
  { obs: 'armv7l', go: 'arm', deb: 'armhf', rpm: 'armv7hl', elf: elf(40, 32) },
  { obs: 'ppc64le', go: 'ppc64le', deb: 'ppc64el', rpm: 'ppc64le', elf: elf(21) },
  { obs: 's390x', go: 's390x', deb: 's390x', rpm: 's390x', elf: elf(22, 64, 'big') },
  { obs: 'i586', go: '386', deb: 'i386', rpm: 'i586', elf: elf(3, 32) },
]

/** Architectures that a config adds, by their OBS names. */
export type AddedArchitectures = Config['architectures']

/** All names of an architecture known by its OBS name. */
export function namesOf(architecture: Architecture, added: AddedArchitectures = {}): ArchitectureNames {
  const found = listArchitectures(added).find(({ obs }) => obs === architecture)
  if (!found) throw new Error(`no names are known for architecture ${architecture}`)
  return found
}

/** Every architecture: those added first, because they may correct the table. */
export function listArchitectures(added: AddedArchitectures): readonly ArchitectureNames[] {
  const own = Object.entries(added).map(([obs, { rpm = obs, ...names }]) => ({ ...names, obs, rpm }))
  return [...own, ...table]
}
