import type { OutputValue } from '../declaration/operation.js'
import { WorkError } from '../error.js'
import type { CellResult } from '../obs/result.js'
import type { describeReleased } from '../operations/obs-release.js'
import type { byPackage } from '../operations/obs-push.js'
import type { CheckResult } from '../verify/request.js'
import type { Fetched } from './binaries.js'

/** What one run of publish did. */
export interface RehearsedPublication {
  readonly specimen: Fetched
  readonly round: 'first' | 'second'
  readonly outputs: Readonly<Record<string, OutputValue>>
}

/** What a publication itself made happen, without what was there before. */
export interface Deeds {
  /** Builds of sources that it pushed. */
  readonly built: number
  readonly released: number
  /** Packages that a package manager installed. */
  readonly installed: number
  /** Whether it left everything on OBS as it was. */
  readonly idle: boolean
}

/** Counts what a publication did, from its own outputs. */
export function countDeeds({ outputs }: RehearsedPublication): Deeds {
  // publish set these outputs, from values of these types.
  const revisions = (outputs['revisions'] ?? {}) as ReturnType<typeof byPackage>
  const results = (outputs['results'] ?? []) as readonly CellResult[]
  const released = Object.values((outputs['released'] ?? {}) as ReturnType<typeof describeReleased>['released'])
  const report = (outputs['report'] ?? []) as readonly CheckResult[]
  const changes = (outputs['changes'] ?? []) as readonly unknown[]
  const pushed = (name: string) => revisions[name]?.changed === true
  return {
    // The code `released` stands for a build that was not looked at, because its sources are released already.
    built: results.filter(({ package: name, state, code }) => pushed(name) && state === 'succeeded' && code !== 'released')
      .length,
    released: released.filter(({ changed }) => changed).length,
    // Rows of what else is asked of package managers are named behind a comma.
    installed: report.filter(
      ({ check, subject, passed, state }) => check === 'install' && passed && state !== 'unproved' && !subject.includes(', '),
    ).length,
    idle: changes.length === 0 && !Object.keys(revisions).some(pushed) && !released.some(({ changed }) => changed),
  }
}

/** Throws a {@link WorkError} unless the first round did everything itself, and the second changed nothing. */
export function requireProof(publication: RehearsedPublication): void {
  const { specimen, round } = publication
  const { built, released, installed, idle } = countDeeds(publication)
  const subject = `${specimen.package} ${specimen.version}`
  if (round === 'second') {
    if (idle) return
    throw new WorkError(`Publishing ${subject} a second time changed something on OBS, which must not happen.`)
  }
  const missing = Object.entries({ built, released, installed }).flatMap(([deed, count]) => (count === 0 ? [deed] : []))
  if (missing.length === 0) return
  throw new WorkError(
    `Nothing of ${subject} was ${missing.join(', nothing was ')} in this rehearsal, so it proves nothing: its OBS was not empty.`,
  )
}
