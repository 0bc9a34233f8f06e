import type { Cell } from '../plan/plan.js'
import type { Job } from './job-history.js'
import type { Revision } from './push.js'
import { classifyCode, isSettled, type CellResult, type RepositoryRow } from './result.js'
import type { SourceInfo } from './source-info.js'

/** What is known of a cell. What was not asked is undefined, what OBS does not have is null. */
export interface Facts {
  readonly project: string
  readonly revision: Revision | undefined
  /** Whether a plan wants the cell: where nobody has planned, a cell that OBS is told not to build is no failure. */
  readonly planned: boolean
  readonly row: RepositoryRow | undefined
  /** Whether the project's _meta has the cell's repository and architecture. */
  readonly isListed: boolean | undefined
  readonly job: Job | null | undefined
  readonly source: SourceInfo | null | undefined
  /** What OBS says when it resolves the build now. */
  readonly resolution: Resolution | undefined
  /** Whether the package is an aggregate, which takes packages over and builds nothing. */
  readonly isAggregate: boolean | undefined
  /** Milliseconds that the row has refused the cell in the same words, on a repository at rest. */
  readonly refusedFor: number
}

/** The answer of `_buildinfo`: of which sources it speaks, and why they cannot be built; empty when they can. */
export interface Resolution {
  readonly srcmd5: string
  readonly error: string
}

/** How a cell stands; `final` when nothing but new sources or a rebuild can change it. */
export interface Standing extends Pick<CellResult, 'state' | 'code' | 'reason'> {
  readonly final?: boolean
}

/** What must be asked before a cell can be judged. */
export type Question = 'isListed' | 'job' | 'source' | 'resolution' | 'isAggregate'

/** Milliseconds that a refusal must stand: OBS passes through such states on its way to a build. */
export const settleTime = 10_000

/**
 * Judges a cell by what is known, or says what must be asked first. A build counts when its job was made of the revision's
 * sources, as committed or expanded (by services, links, branches); a refusal (unresolvable, broken, excluded, disabled)
 * when it has stood on a repository at rest and OBS, resolving the build now, says the same of these sources.
 */
export function judgeCell({ package: name, builder, architecture }: Cell, facts: Facts): Standing | Question {
  const { project, row, revision } = facts
  if (revision?.containers !== undefined) return { state: 'succeeded', code: 'released', reason: '', final: true }
  if (row === undefined) {
    if (facts.isListed === undefined) return 'isListed'
    if (facts.isListed) return pending('missing', 'OBS does not list the repository yet')
    return failed('missing', `${project} has no repository ${builder} for ${architecture}; run obs-provision`)
  }
  if (row.state === 'broken' && !row.dirty)
    return failed('broken', `the repository ${builder} is broken${row.details === '' ? '' : `: ${row.details}`}`)
  const status = row.packages.get(name)
  if (status === undefined) return pending('missing', 'OBS does not list the package yet')
  const { code, details } = status
  const kind = classifyCode(code)
  if (kind === 'pending' || row.dirty || details.includes('service in progress'))
    return pending(code, details || (row.dirty ? 'OBS has not looked at it yet' : ''))
  if (kind === 'refused') return judgeRefused(code, details || explainCode(project, name, code), row, facts)
  return judgeBuilt(code, details, name, facts)
}

function judgeRefused(code: string, reason: string, row: RepositoryRow, facts: Facts): Standing | Question {
  if (code === 'locked') return failed(code, reason)
  if (!isSettled(row) || facts.refusedFor < settleTime) return pending(code, reason)
  if (code !== 'disabled') {
    const { resolution, revision } = facts
    if (resolution === undefined) return 'resolution'
    if (resolution.error === '') return pending(code, `${reason}; OBS is about to look again`)
    if (revision !== undefined && resolution.srcmd5 !== '' && resolution.srcmd5 !== revision.srcmd5) {
      if (facts.source === undefined) return 'source'
      if (facts.source?.expanded !== resolution.srcmd5) return pending(code, `${reason}; this is said of other sources`)
    }
  }
  const isFact = !facts.planned && (code === 'excluded' || code === 'disabled')
  return isFact ? { state: 'skipped', code, reason } : failed(code, reason)
}

function judgeBuilt(code: string, details: string, name: string, facts: Facts): Standing | Question {
  const { job, revision, source, project } = facts
  const own: Standing =
    code === 'failed'
      ? { ...failed(code, details || 'the build failed'), final: true }
      : { state: 'succeeded', code, reason: '', final: true }
  if (job === undefined) return 'job'
  if (job !== null && (revision === undefined || job.srcmd5 === revision.srcmd5)) return own
  if (source === undefined) return 'source'
  if (source === null) return failed('missing', `${project}/${name} is gone from OBS; push it again`)
  if (revision !== undefined && source.srcmd5 !== revision.srcmd5)
    return failed(
      'superseded',
      `other sources were committed to ${project}/${name} before these were built; run this version again when they are released`,
    )
  if (source.error.includes('in progress')) return pending(code, 'a source service runs')
  if (source.error !== '') return failed('broken', source.error)
  if (job !== null && job.srcmd5 === source.expanded) return own
  if (job === null && code === 'succeeded') {
    if (facts.isAggregate === undefined) return 'isAggregate'
    if (facts.isAggregate) return own
  }
  return pending(code, 'this result is of other sources')
}

function pending(code: string, reason: string): Standing {
  return { state: 'pending', code, reason }
}

function failed(code: string, reason: string): Standing {
  return { state: 'failed', code, reason }
}

function explainCode(project: string, name: string, code: string): string {
  if (code === 'locked') return `${project} or ${name} is locked on OBS, which then builds nothing`
  if (code === 'disabled') return `building is disabled in the _meta of ${project} or of ${name}`
  return `the build is ${code}`
}
