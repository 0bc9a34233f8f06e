import type { DraftPackage, Surroundings } from './draft.js'
import { compact, openNotebook } from './draft.js'
import { describeProject } from './nfpm.js'
import { toObsName } from './placeholder-translation.js'

/** The programs below a folder: by folders of architectures, or all in one. */
export interface FoundPrograms {
  /** Relative to the new config. */
  readonly folder: string
  /** File names of programs by the name of the folder of their architecture; the empty name for those in no such folder. */
  readonly programs: ReadonlyMap<string, readonly string[]>
}

/** Describes the programs that lie in a folder, as one package of them all. */
export function importFolder({ folder, programs }: FoundPrograms, name: string, around: Surroundings): DraftPackage {
  const notebook = openNotebook()
  const places = [...programs.keys()].filter((place) => place !== '')
  const architectures = places.flatMap((place) => toObsName(place) ?? [])
  const names = [...new Set([...programs.values()].flat())].sort()
  if (places.length === 0)
    notebook.note(['source'], 'There is one program for all architectures: give each a folder, and write {goarch}.')
  for (const each of names) {
    const lacking = places.filter((place) => programs.get(place)?.includes(each) !== true)
    if (lacking.length > 0) notebook.note(['files', `/usr/bin/${each}`], `It is missing for ${lacking.join(', ')}.`)
  }
  notebook.note(['summary'], 'Say what it is, in one line and then in a few.')
  return {
    name,
    keys: compact({
      ...describeProject(
        { description: `The program${names.length === 1 ? '' : 's'} ${names.join(', ')}.` },
        { summary: name },
        around,
        notebook,
      ),
      source: { folder: places.length === 0 ? folder : `${folder}/{${placeholderFor(places)}}` },
      files: Object.fromEntries(names.map((each) => [`/usr/bin/${each}`, { binary: each }])),
    }),
    architectures,
    remarks: notebook.remarks,
  }
}

/** Which of the names of architectures the folders have. */
function placeholderFor(places: readonly string[]): string {
  if (places.some((place) => ['x86_64', 'aarch64', 'armv7l'].includes(place))) return 'arch'
  return places.some((place) => ['armhf', 'ppc64el'].includes(place)) ? 'debarch' : 'goarch'
}
