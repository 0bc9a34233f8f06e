import { UserError, WorkError } from '../error.js'
import type { Plan } from '../plan/plan.js'
import { childOf, childrenOf, parseXml, type Element } from '../xml.js'
import type { Osc } from './osc.js'
import { metaPath, type Survey } from './project-survey.js'

/**
 * Throws a {@link UserError} unless the build project of an embargo is hidden, or is still to be made: OBS hides a project
 * only in the request that makes it. The publish project must be there, because making it would tell of what is to come.
 */
export function requireHidden({ buildProject, publishProject }: Plan, surveys: readonly Survey[]): void {
  const live = (project: string | undefined) => surveys.find(({ desired }) => desired.name === project)?.live
  const build = live(buildProject)
  if (build !== undefined && !isHidden(build.meta))
    throw new UserError(
      `${buildProject} exists and everybody may see it: OBS hides a project only when it is made, so nothing is put there; choose another \`salt\`, which gives it another name.`,
    )
  if (live(publishProject) === undefined)
    throw new UserError(
      `${publishProject} does not exist, and making it now would tell everybody what is to come; make it when that may be known, with obs-provision and a version that is public.`,
    )
}

/** Throws a {@link WorkError} when a project that was made hidden is not: nothing has been put there yet. */
export async function requireStillHidden({ buildProject }: Plan, osc: Osc): Promise<void> {
  const text = await osc.read(metaPath(buildProject))
  if (text === undefined || !isHidden(parseXml(text)))
    throw new WorkError(
      `${buildProject} was made hidden, and OBS does not say so; ask the administrator of that OBS whether it knows hidden projects. Nothing was put there.`,
    )
}

/** Whether a _meta disables access in general, and enables it nowhere. */
function isHidden(meta: Element): boolean {
  const access = childOf(meta, 'access')
  if (access === undefined || childrenOf(access, 'enable').length > 0) return false
  return childrenOf(access, 'disable').some(({ attributes }) => Object.keys(attributes).length === 0)
}
