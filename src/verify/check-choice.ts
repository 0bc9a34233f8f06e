import { UserError } from '../error.js'
import { checks as allChecks, type Check } from './request.js'

/** Reads the input `checks`; empty means all. Throws a {@link UserError} for an unknown name. */
export function chooseChecks(names: readonly string[]): readonly Check[] {
  const unknown = names.filter((name) => !allChecks.some((check) => check === name))
  if (unknown.length > 0) throw new UserError(`Input \`checks\` has ${unknown.join(', ')}; known are ${allChecks.join(', ')}.`)
  return names.length === 0 ? allChecks : allChecks.filter((check) => names.includes(check))
}

/**
 * What the input `install` means: `none` drops the check, `all` or nothing puts no limit on it. Throws a {@link UserError}
 * for one of these words beside others.
 * @param input how the input is called; for messages
 */
export function chooseInstall(
  checks: readonly Check[],
  install: readonly string[],
  input = 'install',
): { checks: readonly Check[]; install: readonly string[] } {
  const word = install.find((name) => name === 'none' || name === 'all')
  if (word === undefined) return { checks, install }
  const others = install.filter((name) => name !== word).join(', ')
  if (others !== '') throw new UserError(`Input \`${input}\` has ${word} beside ${others}; give one or the other.`)
  return { checks: word === 'none' ? checks.filter((check) => check !== 'install') : checks, install: [] }
}
