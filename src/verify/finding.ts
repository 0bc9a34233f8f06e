import type { Check, CheckResult, State } from './request.js'

/** A result, and whether a later look could see something else. */
export interface Finding extends Omit<CheckResult, 'state'> {
  /** Default: what `passed` says. */
  readonly state?: State
  /** True when no waiting can change it, as for an expired key. */
  readonly lasting?: boolean
}

/** A judgement of something whose check and subject the caller knows. */
export type Judgement = Pick<Finding, 'passed' | 'state' | 'evidence' | 'details' | 'lasting' | 'facts' | 'unavailable'>

export function pass(check: Check, subject: string, evidence: string): Finding {
  return { check, subject, passed: true, evidence }
}

export function fail(check: Check, subject: string, evidence: string): Finding {
  return { check, subject, passed: false, evidence }
}

/** Something that holds today, and that a stricter or later machine would refuse. */
export function warn(check: Check, subject: string, evidence: string): Finding {
  return { check, subject, passed: true, state: 'warning', evidence }
}

/** Something that this machine could not find out. */
export function leaveUnproved(check: Check, subject: string, evidence: string): Finding {
  return { check, subject, passed: true, state: 'unproved', evidence }
}

/** Whether a slow download network could explain what was seen. */
export function isUnsettled(finding: Finding): boolean {
  return !finding.passed && finding.lasting !== true
}

/** The result that is shown. */
export function toResult({
  check,
  subject,
  state,
  passed,
  evidence,
  details,
  snippet,
  cell,
  facts,
  unavailable,
}: Finding): CheckResult {
  return {
    check,
    subject,
    state: state ?? (passed ? 'passed' : 'failed'),
    passed,
    evidence,
    ...(details === undefined ? {} : { details }),
    ...(snippet === undefined ? {} : { snippet }),
    ...(cell === undefined ? {} : { cell }),
    ...(facts === undefined ? {} : { facts }),
    ...(unavailable === true ? { unavailable } : {}),
  }
}
