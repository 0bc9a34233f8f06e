import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import type { Cell } from '../plan/plan.js'
import { comparePackageVersions } from '../version/order.js'
import { listAllFiles, listBuiltFiles, type BuiltFile } from './container.js'
import { apiPath, type Osc } from './osc.js'
import { readFileName } from './published-version.js'
import { readRequirement, satisfies, type Alternative, type Provision } from './requirement.js'
import { nameRepository } from './result.js'
import { childrenOf, parseXml } from '../xml.js'

export interface ClosureRequest {
  readonly project: string
  readonly target: string
  /** What is about to be released. */
  readonly cells: readonly Cell[]
  /** Names of all packages that belong together: a requirement of one of them must be met by one of them. */
  readonly siblings: readonly string[]
}

interface Candidate extends Provision {
  readonly project: string
  readonly from: BuiltFile
}

/**
 * Throws a {@link WorkError} unless what is about to be released can be installed as far as its own project goes: for each
 * repository and architecture, whatever it requires of its siblings, and they of theirs, is released with it or in the
 * publish project already, in a version that satisfies. What the base distribution has is not judged: users install on
 * others as well.
 */
export async function requireClosure(request: ClosureRequest, osc: Osc, host: Host): Promise<void> {
  const { project, target, cells, siblings } = request
  const names = [...new Set(cells.map((cell) => cell.package))]
  const now = await listBuiltFiles(project, names, osc)
  const there = await listAllFiles(target, osc)
  const own = new Set([...siblings, ...[...now, ...there].flatMap(({ file }) => readFileName(file)?.name ?? [])])
  const places = [...new Set(cells.map(nameRepository))]
  const lacking = await mapInParallel(places, 2, async (place) => {
    const here = (files: readonly BuiltFile[], where: string): Candidate[] =>
      files.filter((file) => isAt(file, place)).flatMap((from) => candidateOf(where, from))
    return findLacking(here(now, project), here(there, target), own, place, osc)
  })
  const sentences = [...new Set(lacking.flat())]
  if (sentences.length === 0) return
  host.log.debug(sentences.join('\n'))
  const shown = sentences.slice(0, 5).join('; ')
  const more = sentences.length > 5 ? `; and ${sentences.length - 5} more` : ''
  throw new WorkError(
    `Nothing was released, because users could not install it from ${target}: ${shown}${more}. Release what is lacking first or together with it.`,
  )
}

/** Whether users of a repository on an architecture get a file; what fits every machine is built on one of them. */
function isAt({ repository, architecture, file }: BuiltFile, place: string): boolean {
  return `${repository}/${architecture}` === place || (place.startsWith(`${repository}/`) && isForEveryMachine(file))
}

function isForEveryMachine(file: string): boolean {
  return /(?:_all\.deb|\.noarch\.rpm)$/.test(file)
}

function candidateOf(project: string, from: BuiltFile): Candidate[] {
  const read = readFileName(from.file)
  return read === undefined ? [] : [{ ...read, project, from }]
}

async function findLacking(
  now: readonly Candidate[],
  there: readonly Candidate[],
  own: ReadonlySet<string>,
  place: string,
  osc: Osc,
): Promise<readonly string[]> {
  const lacking: string[] = []
  const all = [...now, ...there]
  const seen = new Set<Candidate>(now)
  let queue: readonly Candidate[] = now
  while (queue.length > 0) {
    const required = await mapInParallel(queue, 4, async (each) => ({ each, texts: await readRequires(each, osc) }))
    const next: Candidate[] = []
    for (const { each, texts } of required) {
      for (const text of texts) {
        const alternatives = readRequirement(text)
        // One that another distribution may have is not ours to judge.
        if (alternatives.length === 0 || alternatives.some(({ name }) => !own.has(name))) continue
        const provider = newestProvider(all, alternatives)
        if (provider === undefined)
          lacking.push(`${each.name} ${each.version} (${place}) requires ${text}, ${describeFound(all, alternatives)}`)
        else if (!seen.has(provider)) next.push(provider)
        if (provider) seen.add(provider)
      }
    }
    queue = next
  }
  return lacking
}

async function readRequires({ project, from }: Candidate, osc: Osc): Promise<readonly string[]> {
  const { repository, architecture, container, file } = from
  const path = apiPath(['build', project, repository, architecture, container, file], [['view', 'fileinfo']])
  const text = await osc.read(path)
  return text === undefined ? [] : childrenOf(parseXml(text), 'requires').map((each) => each.text)
}

function newestProvider(all: readonly Candidate[], alternatives: readonly Alternative[]): Candidate | undefined {
  return all
    .filter((each) => alternatives.some((one) => satisfies(each, one, each.from.file.endsWith('.deb') ? 'deb' : 'rpm')))
    .sort((left, right) => comparePackageVersions(left.version, right.version))
    .at(-1)
}

function describeFound(all: readonly Candidate[], alternatives: readonly Alternative[]): string {
  const named = all.filter(({ name }) => alternatives.some((one) => one.name === name))
  if (named.length === 0) return 'of which there is none'
  return `of which there is ${[...new Set(named.map(({ version }) => version))].join(', ')}`
}
