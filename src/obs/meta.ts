import type { Plan } from '../plan/plan.js'
import { childOf, element, type Element } from '../xml.js'

/** What a project shall look like, as its _meta. */
export interface DesiredProject {
  readonly name: string
  readonly meta: Element
  readonly config: string
}

/**
 * The projects of a plan, in the order in which they can be made: the publish project first, because the
 * build project's release targets name it.
 */
export function desiredProjects(plan: Plan): readonly DesiredProject[] {
  const { publishProject, buildProject } = plan
  const config = projectConfig(plan)
  const build = {
    name: buildProject,
    meta: projectMeta(plan, buildProject, publishProject === undefined ? 'both' : 'build'),
    config,
  }
  if (publishProject === undefined) return [build]
  return [{ name: publishProject, meta: projectMeta(plan, publishProject, 'publish'), config }, build]
}

/**
 * `rebuild="local"` keeps updates of the base distribution from restarting builds in the middle of a release;
 * `trigger="manual"` is what lets `cmd=release` use a release target.
 */
function projectMeta(plan: Plan, name: string, role: 'build' | 'publish' | 'both'): Element {
  const title = `${role === 'build' ? 'Builds' : 'Packages'} of channel ${plan.channel}, ${plan.version.minor}`
  return element('project', { name, ...(role === 'publish' ? { kind: 'maintenance_release' } : {}) }, [
    element('title', {}, title),
    element('description', {}, 'Kept by obs-publish; changes made by hand are reported.'),
    ...plan.maintainers.map((userid) => element('person', { userid, role: 'maintainer' })),
    ...(role === 'publish' ? [element('build', {}, [element('disable')])] : []),
    ...(role === 'build' ? [element('publish', {}, [element('disable')])] : []),
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

/** The project config: what makes OBS build debs from a spec. */
function projectConfig({ builders }: Plan): string {
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

/** The _meta of a package. */
export function packageMeta(project: string, name: string): Element {
  return element('package', { name, project }, [element('title', {}, name), element('description')])
}

/** The desired meta with the live one's title and description, and with the people that it has besides. */
export function keepFound(desired: Element, live: Element): Element {
  const same = (left: Element, right: Element) => describe(left.attributes) === describe(right.attributes)
  const isPerson = ({ name }: Element) => name === 'person' || name === 'group'
  const wanted = desired.children.filter(isPerson)
  const extra = live.children.filter(
    (child) => isPerson(child) && !wanted.some((each) => each.name === child.name && same(each, child)),
  )
  const isText = ({ name }: Element) => name === 'title' || name === 'description'
  const texts = desired.children.filter(isText).map((text) => childOf(live, text.name) ?? text)
  // The order that OBS's schema wants.
  const others = desired.children.filter((child) => !isText(child) && !isPerson(child))
  return { ...desired, children: [...texts, ...wanted, ...extra, ...others] }
}

function describe(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => ` ${name}=${value}`)
    .join('')
}
