import { UserError } from '../error.js'
import { checks as allChecks, type Check } from './request.js'

/** Reads the input `checks`; empty means all. Throws a {@link UserError} for an unknown name. */
export function chooseChecks(names: readonly string[]): readonly Check[] {
  const unknown = names.filter((name) => !allChecks.some((check) => check === name))
  if (unknown.length > 0) throw new UserError(`Input \`checks\` has ${unknown.join(', ')}; known are ${allChecks.join(', ')}.`)
  return names.length === 0 ? allChecks : allChecks.filter((check) => names.includes(check))
}

/** What the input `install` means: `none` drops the check, `all` or nothing puts no limit on it. */
export function chooseInstall(
  checks: readonly Check[],
  install: readonly string[],
): { checks: readonly Check[]; install: readonly string[] } {
  if (install.includes('none')) return { checks: checks.filter((check) => check !== 'install'), install: [] }
  return { checks, install: install.includes('all') ? [] : install }
}
