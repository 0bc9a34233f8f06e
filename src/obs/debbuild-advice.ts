import type { PlannedBuilder } from '../plan/plan.js'

/** The one repository of the reference instance that has debbuild, for the distribution that it goes before. */
export const debbuildPath = { path: 'Ubuntu:debbuild/Ubuntu_20.04', before: 'Ubuntu:20.04/universe' }

/** How a builder of debs gets debbuild, which makes debs of specs and which no distribution has. */
export function debbuildAdvice({ name, at }: PlannedBuilder): string {
  return `${at}: builder ${name} makes debs, for which OBS needs debbuild: put ${debbuildPath.path} before ${debbuildPath.before} into builders.${name}.paths (only the last path brings the paths of its own along)`
}
