import type { ExpectedCell } from '../request.js'
import type { ExecResult } from '../../host/exec.js'
import { complaint } from '../../host/tool.js'
import type { ExpectedFile } from '../../plan/expectation.js'
import type { ListedPackage } from '../../repository/published-repository.js'
import type { Command, Course } from './confinement.js'

/** What is tried with a package in a root. */
export interface Trial {
  readonly entry: ListedPackage
  /** What it needs and the base lacks, installed before it. */
  readonly requirements: readonly Requirement[]
  /** The version of its project, such as 1.30.0-alpha.2, for what its programs say. */
  readonly version: string
  readonly files: readonly ExpectedFile[]
  /** The version before it that the repository has; undefined when it has none. */
  readonly previous: ListedPackage | undefined
  /** Whether the base is one that nobody has seen, in which a program may lack its libraries. */
  readonly isAssumed: boolean
}

/** A package that another one needs. */
export interface Requirement {
  readonly name: string
  /** What the package manager is told to install: its name in full, or its file. */
  readonly target: string
}

/** One thing that is tried, and what its end means. */
export interface Step extends Command {
  /** What was done when it went well: `installed demo 1.0.0-1.1 with its scripts`. */
  readonly told: string
  /** The command as a person would write it, for a complaint: `apt-get install demo=1.0.0-1.1`. */
  readonly command: string
  /** Looks into the output of a step that ended well. */
  judge?(result: ExecResult): StepVerdict
}

/** What a step's output shows: a line for the report, or what is wrong and what to do. */
export interface StepVerdict {
  readonly told?: string
  readonly problem?: string
}

/** What came of a trial. */
export interface TrialVerdict {
  /** Each a sentence: what is wrong and what to do. */
  readonly problems: readonly string[]
  readonly details: readonly string[]
  /** Why nothing could be tried on this machine. */
  readonly obstacle?: string
}

/**
 * Judges how the steps of a trial ended, in their order.
 * @param telling finds the package manager's own sentences
 */
export function judgeTrial(steps: readonly Step[], course: Course, telling: RegExp): TrialVerdict {
  if ('problem' in course) return { problems: [], details: [], obstacle: `no root could be made: ${course.problem}` }
  const problems: string[] = []
  const details: string[] = []
  for (const [index, result] of course.results.entries()) {
    const step = steps[index]
    if (step === undefined) continue
    const problem = result.code === 0 ? undefined : `\`${step.command}\` failed: ${explain(result, telling)}`
    const verdict: StepVerdict = problem === undefined ? (step.judge?.(result) ?? {}) : { problem }
    if (verdict.problem !== undefined) problems.push(verdict.problem)
    const told = verdict.problem ?? verdict.told ?? step.told
    if (told !== '') details.push(told)
  }
  if (problems.length === 0 && course.results.length < steps.length)
    problems.push(`\`${steps[course.results.length]?.command ?? ''}\` did not come to an end`)
  return { problems, details }
}

function explain(result: ExecResult, telling: RegExp): string {
  if (result.code === 124 || result.code === 137) return 'it did not end in time'
  return complaint(result, telling)
}

/** A word for a shell. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** The version as its project writes it; else by that of its package: without an epoch, and a hyphen for the tilde. */
export function upstreamOf({ version, upstream }: Pick<ExpectedCell, 'version' | 'upstream'>): string {
  return upstream ?? version.replace(/^\d+:/, '').replaceAll('~', '-')
}
