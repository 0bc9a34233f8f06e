import type { ListedPackage } from '../repository/published-repository.js'
import { fail, type Finding } from './finding.js'
import type { Expectations, VerifyRequest } from './request.js'

/** Names that an index has and nobody expected. */
export interface WatchedNames {
  readonly see: (name: string) => void
  /** Why each must not be there. */
  readonly objections: ReadonlyMap<string, string>
}

const mostNames = 1000

/** Watches for names that must not be in a repository; undefined when nobody says what may. */
export function watchNames(expectations: Expectations | undefined): WatchedNames | undefined {
  if (expectations === undefined) return undefined
  const objections = new Map<string, string>()
  const seen = new Set<string>()
  return {
    objections,
    see(name) {
      if (seen.has(name) || seen.size >= mostNames) return
      seen.add(name)
      const objection = expectations.object(name, undefined)
      if (objection !== undefined) objections.set(name, objection)
    },
  }
}

/** Objects to what must not be in the repository: package managers install whatever is there. */
export function judgeExpectations(
  { format, expectations }: Pick<VerifyRequest, 'format' | 'expectations'>,
  listed: readonly ListedPackage[],
  names: WatchedNames | undefined,
): readonly Finding[] {
  if (expectations === undefined) return []
  const versions = new Map<string, string>()
  for (const { name, version } of listed) {
    const objection = expectations.object(name, version)
    if (objection !== undefined) versions.set(`${name} ${version}`, objection)
  }
  const objections = [...(names?.objections ?? []), ...versions]
  return objections.map(([what, objection]) => ({
    ...fail(
      'presence',
      `${format} ${what}`,
      `${what} ${objection}, and users' package managers take it all the same: remove it from the publish project`,
    ),
    lasting: true,
  }))
}
