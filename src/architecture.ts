import { UserError, type Problem } from './error.js'
import type { Format } from './format.js'
import { nearest } from './nearest.js'

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
  readonly obs: string
  readonly go: string
  readonly deb: string
  /** In rpm file names, and the target that rpmbuild is given. */
  readonly rpm: string
  /** Other names that its rpms may carry. */
  readonly otherRpm?: readonly string[] | undefined
  /** What rpm's macro %{_arch} says there, when it is none of the others. */
  readonly rpmMacro?: string | undefined
  /** Undefined when its programs are not checked. */
  readonly elf?: Elf | undefined
}

const elf = (machine: number, bits: 32 | 64 = 64, endian: 'little' | 'big' = 'little'): Elf => ({ machine, bits, endian })

/**
 * The architectures that everybody knows. Machine numbers: the ELF header's e_machine, as registered with the System V
 * ABI. OBS builds armv7l with hardware floating point, which rpm calls armv7hl; for 32-bit machines %{_arch} is the family.
 */
export const standardArchitectures: readonly ArchitectureNames[] = [
  { obs: 'x86_64', go: 'amd64', deb: 'amd64', rpm: 'x86_64', elf: elf(62) },
  { obs: 'aarch64', go: 'arm64', deb: 'arm64', rpm: 'aarch64', elf: elf(183) },
  { obs: 'armv7l', go: 'arm', deb: 'armhf', rpm: 'armv7hl', otherRpm: ['armv7l'], rpmMacro: 'arm', elf: elf(40, 32) },
  { obs: 'ppc64le', go: 'ppc64le', deb: 'ppc64el', rpm: 'ppc64le', elf: elf(21) },
  { obs: 's390x', go: 's390x', deb: 's390x', rpm: 's390x', elf: elf(22, 64, 'big') },
  { obs: 'i586', go: '386', deb: 'i386', rpm: 'i586', otherRpm: ['i686'], elf: elf(3, 32) },
  { obs: 'riscv64', go: 'riscv64', deb: 'riscv64', rpm: 'riscv64', elf: elf(243) },
]

/** What OBS and rpm call a package that fits every machine; dpkg calls it all. */
export const noarch = 'noarch'

const everyMachine: ArchitectureNames = { obs: noarch, go: noarch, deb: 'all', rpm: noarch }

/** Every architecture: those added first, because they may correct the table. */
export function addArchitectures(added: readonly ArchitectureNames[]): readonly ArchitectureNames[] {
  return [...added, ...standardArchitectures.filter(({ obs }) => !added.some((own) => own.obs === obs))]
}

/** All names of an architecture known by its OBS name; one that no table has is called the same everywhere. */
export function namesOf(obs: string, known: readonly ArchitectureNames[] = standardArchitectures): ArchitectureNames {
  if (obs === noarch) return everyMachine
  return known.find((names) => names.obs === obs) ?? { obs, go: obs, deb: obs, rpm: obs }
}

/** A standard architecture by its OBS name. */
export function findArchitecture(obs: string): ArchitectureNames | undefined {
  return standardArchitectures.find((names) => names.obs === obs)
}

/** Everything that means an architecture inside a package or a build: what a spec's %{_arch} may say. */
export function spellingsOf({ obs, deb, rpm, otherRpm = [], rpmMacro }: ArchitectureNames): readonly string[] {
  return [...new Set([obs, deb, ...(rpmMacro === undefined ? [] : [rpmMacro]), rpm, ...otherRpm])]
}

/** The names that a package for an architecture may carry, the usual one first and the one for every machine last. */
export function packageArchitectures(format: Format, names: ArchitectureNames): readonly [string, ...string[]] {
  return format === 'deb' ? [names.deb, 'all'] : [names.rpm, ...(names.otherRpm ?? []), noarch]
}

/** OBS's name of a package's architecture; `noarch` for one that fits every machine; an unknown one stays as it is. */
export function toObsArchitecture(format: Format, architecture: string): string {
  if (architecture === 'all') return noarch
  return standardArchitectures.find((names) => names[format] === architecture)?.obs ?? architecture
}

/** The OBS names that a name of OBS, Go, Debian or rpm may mean; a name with several meanings means all of them. */
export function meaningsOf(name: string, known: readonly ArchitectureNames[]): readonly string[] {
  return known.filter(({ obs, go, deb, rpm }) => [obs, go, deb, rpm, `linux/${go}`].includes(name)).map(({ obs }) => obs)
}

/** What a user asks for by names of architectures, and among what. */
export interface ArchitectureChoice {
  /** The input that holds the names; for messages. */
  readonly input: string
  /** By any of their names; empty for all that are there. */
  readonly names: readonly string[]
  /** What there is, by OBS names or, for other systems, as `darwin/arm64`. */
  readonly available: readonly string[]
  readonly known: readonly ArchitectureNames[]
}

/** Chooses among what there is. Throws a {@link UserError} with every name that is unknown or selects nothing. */
export function chooseArchitectures(choice: ArchitectureChoice): readonly string[] {
  const problems = judgeArchitectures(choice)
  if (problems.length > 0) throw new UserError(problems)
  const { names, available } = choice
  return names.length === 0
    ? available
    : available.filter((each) => names.some((name) => meaningsIn(name, choice).includes(each)))
}

/** Every name of a choice that is unknown or selects nothing. */
export function judgeArchitectures(choice: ArchitectureChoice): Problem[] {
  const { input, names, available, known } = choice
  return names.flatMap((name): Problem[] => {
    if (meaningsIn(name, choice).length > 0) return []
    const isKnown = meaningsOf(name, known).length > 0
    const similar = isKnown ? undefined : nearest(name, [...available, ...known.flatMap(({ go, deb }) => [go, deb])])
    const advice =
      similar === undefined ? `, for which there is nothing; there are ${available.join(', ')}.` : `; did you mean ${similar}?`
    return [{ message: `Input \`${input}\` has ${name}${advice}` }]
  })
}

function meaningsIn(name: string, { available, known }: ArchitectureChoice): readonly string[] {
  return [name, ...meaningsOf(name, known)].filter((meaning) => available.includes(meaning))
}
