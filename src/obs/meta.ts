import type { Plan } from '../plan/plan.js'
import { element, type Element } from '../xml.js'

/** What a project shall have, as its _meta and as the lines of its config. */
export interface DesiredProject {
  readonly name: string
  readonly meta: Element
  readonly macros: string
}

/** What a project says of itself that obs-publish made, so that one whose config could not be written yet is known. */
export const description = 'Made by obs-publish from a packages.yaml; what people change here besides is kept.'

/** The same of earlier versions, which promised to undo what others did. */
const olderDescriptions = ['Kept by obs-publish; changes made by hand are reported.']

/** Whether a description is a mark of ours. */
export function isOurDescription(text: string): boolean {
  return text === description || olderDescriptions.includes(text)
}

/**
 * The projects of a plan, in the order in which they can be made: the publish project first, because the
 * build project's release targets name it.
 */
export function desiredProjects(plan: Plan): readonly DesiredProject[] {
  const { publishProject, buildProject, pullRequest } = plan
  const macros = projectMacros(plan)
  const build = {
    name: buildProject,
    meta: projectMeta(plan, buildProject, publishProject === undefined && pullRequest === undefined ? 'both' : 'build'),
    macros,
  }
  if (publishProject === undefined) return [build]
  return [{ name: publishProject, meta: projectMeta(plan, publishProject, 'publish'), macros }, build]
}

/**
 * `rebuild="local"` keeps updates of the base distribution from restarting builds in the middle of a release;
 * `trigger="manual"` is what lets `cmd=release` use a release target.
 */
function projectMeta(plan: Plan, name: string, role: 'build' | 'publish' | 'both'): Element {
  const title = plan.pullRequest === undefined ? titleOf(plan, role) : `Builds of pull request ${plan.pullRequest}`
  return element('project', { name, ...(role === 'publish' ? { kind: 'maintenance_release' } : {}) }, [
    element('title', {}, title),
    element('description', {}, description),
    ...plan.maintainers.map((userid) => element('person', { userid, role: 'maintainer' })),
    ...(role === 'publish' ? [element('build', {}, [element('disable')])] : []),
    ...(role === 'build' ? [element('publish', {}, [element('disable')])] : []),
    // Only the request that makes a project can hide it.
    ...(role === 'build' && plan.embargo !== undefined ? [element('access', {}, [element('disable')])] : []),
    ...plan.builders.map((builder) =>
      element('repository', { name: builder.name, ...(role === 'publish' ? {} : { rebuild: 'local' }) }, [
        ...(role === 'build' && plan.publishProject !== undefined
          ? [element('releasetarget', { project: plan.publishProject, repository: builder.name, trigger: 'manual' })]
          : []),
        ...builder.paths.map(({ project, repository }) => element('path', { project, repository })),
        ...builder.architectures.map((architecture) => element('arch', {}, architecture)),
      ]),
    ),
  ])
}

function titleOf({ channel, version }: Plan, role: 'build' | 'publish' | 'both'): string {
  return `${role === 'build' ? 'Builds' : 'Packages'} of channel ${channel}, ${version.minor}`
}

/** The lines of a project config that make OBS build debs from a spec. */
function projectMacros({ builders }: Plan): string {
  const debs = builders.filter(({ format }) => format === 'deb')
  return debs
    .flatMap(({ name }) => [
      `%if "%_repository" == "${name}"`,
      'Type: spec',
      'Repotype: debian',
      'Binarytype: deb',
      'BuildEngine: debbuild',
      'Support: pax debbuild',
      '%endif',
      '',
    ])
    .join('\n')
}

/** The _meta of a package that is to be made. */
export function packageMeta(project: string, name: string, flags: readonly Element[] = []): Element {
  return element('package', { name, project }, [element('title', {}, name), element('description'), ...flags])
}
