import type { Plan } from '../plan/plan.js'
import { childOf, element, type Element } from '../xml.js'
import type { Disable } from './project-record.js'
import type { Difference } from './meta-merge.js'

/**
 * Where the packages of a plan are not built, in the smallest form: a repository without any of a package's cells, and
 * single architectures of the others. Without it OBS builds a package for every repository of its project.
 */
export function limitsOf({ packages, builders, cells }: Plan): readonly Disable[] {
  return packages.flatMap(({ name }) =>
    builders.flatMap((builder): Disable[] => {
      const built = cells.filter((cell) => cell.package === name && cell.builder === builder.name)
      if (built.length === 0) return [{ package: name, repository: builder.name }]
      const lacking = builder.architectures.filter((arch) => !built.some(({ architecture }) => architecture === arch))
      return lacking.map((arch) => ({ package: name, repository: builder.name, arch }))
    }),
  )
}

/** The `<build>` element of limits; nothing without any. */
export function limitFlags(limits: readonly Disable[]): readonly Element[] {
  return limits.length === 0 ? [] : [element('build', {}, limits.map(toElement))]
}

function toElement({ repository, arch }: Disable): Element {
  return element('disable', { repository, ...(arch === undefined ? {} : { arch }) })
}

/** The elements that may stand before a package's `<build>` in OBS's schema. */
const before = ['title', 'description', 'devel', 'scmsync', 'releasename', 'person', 'group', 'lock']

/**
 * Puts the limits of a package into its live _meta. Disables that are recorded as ours and wanted no longer go again, which
 * takes nothing from anybody; one that somebody else set for a cell that is planned stays and is told.
 */
export function mergeLimits(
  live: Element,
  limits: readonly Disable[],
  ours: readonly Disable[],
): { readonly meta: Element; readonly differences: readonly Difference[] } {
  const build = childOf(live, 'build')
  const key = ({ attributes }: Element) => `${attributes['repository'] ?? ''} ${attributes['arch'] ?? ''}`
  const keysOf = (list: readonly Disable[]) => list.map((each) => key(toElement(each)))
  const [wanted, recorded] = [keysOf(limits), keysOf(ours)]
  const found = build?.children ?? []
  const isDisable = ({ name }: Element) => name === 'disable'
  const present = found.filter(isDisable).map(key)
  const gone = found.filter((each) => isDisable(each) && recorded.includes(key(each)) && !wanted.includes(key(each)))
  const foreign = found.filter((each) => isDisable(each) && !recorded.includes(key(each)) && !wanted.includes(key(each)))
  const missing = limits.filter((each) => !present.includes(key(toElement(each))))
  const describe = ({ attributes }: Element) => {
    const words = ['repository', 'arch'].flatMap((name) =>
      attributes[name] === undefined ? [] : [`${name} ${attributes[name]}`],
    )
    return `building disabled${words.length === 0 ? '' : ` for ${words.join(', ')}`}`
  }
  const differences: Difference[] = [
    ...missing.map((each) => ({ what: `lacks ${describe(toElement(each))}` })),
    ...gone.map((each) => ({ what: `has ${describe(each)}, which obs-publish set and the config no longer says` })),
    ...foreign.map((each) => ({
      what: `has ${describe(each)}, which somebody set and the config does not say`,
      kept: true as const,
    })),
  ]
  if (missing.length === 0 && gone.length === 0) return { meta: live, differences }
  const children = [...found.filter((each) => !gone.includes(each)), ...missing.map(toElement)]
  const flag = children.length === 0 ? [] : [element('build', {}, children)]
  const others = live.children.filter((child) => child !== build)
  const place = build === undefined ? others.filter(({ name }) => before.includes(name)).length : live.children.indexOf(build)
  return { meta: { ...live, children: [...others.slice(0, place), ...flag, ...others.slice(place)] }, differences }
}
