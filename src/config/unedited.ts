import type { Fault } from './check.js'
import type { Config } from './schema.js'

/** Stands in the projects of a config that init wrote, until somebody puts an account in its place. */
const unedited = 'home:YOU'

/** Finds the projects of a config that nobody has edited yet, of which OBS can only say that they may not be made. */
export function findUnedited({ obs }: Config): Fault[] {
  return (['build-project', 'publish-project'] as const)
    .filter((key) => obs[key]?.split(':').slice(0, 2).join(':') === unedited)
    .map((key) => ({
      path: ['obs', key],
      message: `obs.${key} still begins with ${unedited}; write your account on OBS in place of YOU, such as home:jane, or the project that is meant.`,
    }))
}
