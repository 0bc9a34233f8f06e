import type { Check, CheckResult } from './request.js'

/** A result, and whether a later look could see something else. */
export interface Finding extends CheckResult {
  /** True when no waiting can change it, as for an expired key. */
  readonly lasting?: boolean
}

/** A judgement of something whose check and subject the caller knows. */
export type Judgement = Pick<Finding, 'passed' | 'evidence' | 'lasting'>

export function pass(check: Check, subject: string, evidence: string): Finding {
  return { check, subject, passed: true, evidence }
}

export function fail(check: Check, subject: string, evidence: string): Finding {
  return { check, subject, passed: false, evidence }
}

/** Whether a slow download network could explain what was seen. */
export function isUnsettled(finding: Finding): boolean {
  return !finding.passed && finding.lasting !== true
}

/** The result that is shown. */
export function toResult({ check, subject, passed, evidence }: Finding): CheckResult {
  return { check, subject, passed, evidence }
}
