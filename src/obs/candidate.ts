import { comparePackageVersions } from '../version/order.js'
import { childrenOf, parseXml } from '../xml.js'
import type { BuiltFile } from './container.js'
import { apiPath, type Osc } from './osc.js'
import { readFileName } from './published-version.js'
import { readRequirement, satisfies, type Alternative, type Provision } from './requirement.js'

/** A package file that may satisfy a requirement. */
export interface Candidate extends Provision {
  readonly project: string
  readonly from: BuiltFile
}

/** The files of a project that users of a place, `<repository>/<architecture>`, get. */
export function candidatesAt(project: string, files: readonly BuiltFile[], place: string): readonly Candidate[] {
  return files
    .filter((file) => isAt(file, place))
    .flatMap((from) => {
      const read = readFileName(from.file)
      return read === undefined ? [] : [{ ...read, project, from }]
    })
}

/** Whether users of a repository on an architecture get a file; what fits every machine is built on one of them. */
function isAt({ repository, architecture, file }: BuiltFile, place: string): boolean {
  return `${repository}/${architecture}` === place || (place.startsWith(`${repository}/`) && isForEveryMachine(file))
}

function isForEveryMachine(file: string): boolean {
  return /(?:_all\.deb|\.noarch\.rpm)$/.test(file)
}

/** What a file requires, as OBS tells of it. */
export async function readRequires({ project, from }: Candidate, osc: Osc): Promise<readonly string[]> {
  const { repository, architecture, container, file } = from
  const path = apiPath(['build', project, repository, architecture, container, file], [['view', 'fileinfo']])
  const text = await osc.read(path)
  return text === undefined ? [] : childrenOf(parseXml(text), 'requires').map((each) => each.text)
}

/** The alternatives of a requirement; none when another distribution may have one, which is not ours to judge. */
export function ownAlternatives(text: string, own: ReadonlySet<string>): readonly Alternative[] {
  const alternatives = readRequirement(text)
  return alternatives.every(({ name }) => own.has(name)) ? alternatives : []
}

/** The newest of some files that satisfies a requirement. */
export function newestProvider(all: readonly Candidate[], alternatives: readonly Alternative[]): Candidate | undefined {
  return all
    .filter((each) => alternatives.some((one) => satisfies(each, one, each.from.file.endsWith('.deb') ? 'deb' : 'rpm')))
    .sort((left, right) => comparePackageVersions(left.version, right.version))
    .at(-1)
}
