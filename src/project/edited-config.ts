import type { LoadedConfig } from '../config/config.js'
import { findUnedited } from '../config/unedited.js'
import { UserError } from '../error.js'

/** Throws a {@link UserError} with every place where a config that init wrote still wants an account on OBS. */
export function requireEdited({ config, locate }: LoadedConfig): void {
  const problems = findUnedited(config).map(({ path, message }) => ({ message, at: locate(path) }))
  if (problems.length > 0) throw new UserError(problems)
}
