import { mapInParallel } from '../host/parallel.js'
import { candidatesAt, newestProvider, ownAlternatives, readRequires, type Candidate } from './candidate.js'
import type { CleaningVerdict } from './cleaning.js'
import type { BuiltFile } from './container.js'
import type { ForeignContainer } from './inventory.js'
import type { Osc } from './osc.js'
import { readFileName } from './published-version.js'

/**
 * Lets everything stay that something which stays needs: a requirement that only a version which would go satisfies, in any
 * repository and on any architecture, keeps the newest such version, and what that one needs in turn. What the suite did not
 * release stays, so it has needs as well. Requirements that a base distribution may satisfy are not judged.
 */
export async function keepNeeded(
  project: string,
  verdicts: readonly CleaningVerdict[],
  foreign: readonly ForeignContainer[],
  osc: Osc,
): Promise<readonly CleaningVerdict[]> {
  if (!verdicts.some(({ goes }) => goes)) return verdicts
  const filesOf = (verdict: CleaningVerdict) => verdict.containers.flatMap(({ files }) => files)
  const all = [...verdicts.flatMap(filesOf), ...foreign.flatMap(({ files }) => files)]
  const own = new Set(all.flatMap(({ file }) => readFileName(file)?.name ?? []))
  const places = [...new Set(all.map(({ repository, architecture }) => `${repository}/${architecture}`))]
  const requires = rememberRequires(osc)
  let judged = verdicts
  for (;;) {
    const going = new Set(judged.filter(({ goes }) => goes).flatMap((each) => each.containers.map(({ name }) => name)))
    const needs = await mapInParallel(places, 2, (place) => findNeed(project, place, all, going, own, requires))
    const need = needs.find((each) => each !== undefined)
    if (need === undefined) return judged
    judged = judged.map((each) =>
      each.containers.some(({ name }) => name === need.container) ? { ...each, goes: false, reason: need.reason } : each,
    )
  }
}

/** A container that would go and is needed, and what for. */
interface Need {
  readonly container: string
  readonly reason: string
}

async function findNeed(
  project: string,
  place: string,
  all: readonly BuiltFile[],
  going: ReadonlySet<string>,
  own: ReadonlySet<string>,
  requires: (candidate: Candidate) => Promise<readonly string[]>,
): Promise<Need | undefined> {
  const candidates = candidatesAt(project, all, place)
  const isStaying = ({ from }: Candidate) => !going.has(from.container)
  const staying = candidates.filter(isStaying)
  if (staying.length === candidates.length) return undefined
  const needed = await mapInParallel(staying, 4, async (each) => ({ each, texts: await requires(each) }))
  for (const { each, texts } of needed) {
    for (const text of texts) {
      const alternatives = ownAlternatives(text, own)
      if (alternatives.length === 0 || newestProvider(staying, alternatives) !== undefined) continue
      const provider = newestProvider(candidates, alternatives)
      // What nothing satisfies is not mended by what stays.
      if (provider !== undefined)
        return { container: provider.from.container, reason: `${each.name} ${each.version} (${place}) requires ${text}` }
    }
  }
  return undefined
}

/** Asks for each file once: what fits every machine is looked at in several places, and every look asks again. */
function rememberRequires(osc: Osc): (candidate: Candidate) => Promise<readonly string[]> {
  const known = new Map<string, Promise<readonly string[]>>()
  return (candidate) => {
    const { repository, architecture, container, file } = candidate.from
    const key = [repository, architecture, container, file].join('/')
    const found = known.get(key) ?? readRequires(candidate, osc)
    known.set(key, found)
    return found
  }
}
