import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import type { Cell } from '../plan/plan.js'
import { candidatesAt, newestProvider, ownAlternatives, readRequires, type Candidate } from './candidate.js'
import { listAllFiles, listBuiltFiles } from './container.js'
import type { Osc } from './osc.js'
import { readFileName } from './published-version.js'
import type { Alternative } from './requirement.js'
import { nameRepository } from './result.js'

export interface ClosureRequest {
  readonly project: string
  readonly target: string
  /** What is about to be released. */
  readonly cells: readonly Cell[]
  /** Names of all packages that belong together: a requirement of one of them must be met by one of them. */
  readonly siblings: readonly string[]
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
    return findLacking(candidatesAt(project, now, place), candidatesAt(target, there, place), own, place, osc)
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
        const alternatives = ownAlternatives(text, own)
        if (alternatives.length === 0) continue
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

function describeFound(all: readonly Candidate[], alternatives: readonly Alternative[]): string {
  const named = all.filter(({ name }) => alternatives.some((one) => one.name === name))
  if (named.length === 0) return 'of which there is none'
  return `of which there is ${[...new Set(named.map(({ version }) => version))].join(', ')}`
}
