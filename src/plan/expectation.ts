import type { Format } from '../format.js'
import { isGlob, matcher, placeBelow, readTree } from '../glob.js'
import type { Plan, PlannedPackage } from './plan.js'
import { expandTemplate, judgePlaceholders, urlPlaceholders } from '../config/template.js'

/** A file of a package's payload: its absolute path and the SHA-256 (hex) of the upstream file. */
export interface ExpectedFile {
  readonly path: string
  readonly sha256: string
}

/**
 * What a published package must hold of what upstream published: the files that it ships unchanged.
 * @param programs SHA-256 by `<name within the source>`, of one architecture
 * @param architecture its OBS name; default: one that has everything
 */
export function listExpectedFiles(
  { files }: PlannedPackage,
  format: Format,
  programs: ReadonlyMap<string, string>,
  architecture?: string,
): readonly ExpectedFile[] {
  return files.flatMap((file): ExpectedFile[] => {
    if (file.kind !== 'binary' && file.kind !== 'member') return []
    const to = file.to[format]
    if (to === undefined || !file.unchanged) return []
    if (architecture !== undefined && file.on?.[format]?.includes(architecture) === false) return []
    if (!isGlob(file.name)) {
      const sha256 = programs.get(file.name)
      return sha256 === undefined ? [] : [{ path: to, sha256 }]
    }
    const matches = matcher(file.name)
    return [...programs].flatMap(([name, sha256]) =>
      matches(name) ? [{ path: `${to}${placeBelow(file.name, name)}`, sha256 }] : [],
    )
  })
}

/** Whether at a path, or in a folder, are manual pages: they are shipped compressed, as both families of distributions have them. */
export function isManual(path: string): boolean {
  return /^\/usr\/share\/man\/(?:.+\/)?man\w+\/[^/]*$/.test(path) && !path.endsWith('.gz')
}

/** Whether at a path is a page of a manual, compressed or not: debbuild compresses each again, so that its bytes change. */
export function isPage(path: string): boolean {
  return isManual(path.replace(/\.gz$/, ''))
}

/** Whether what is installed is compressed by the package: pages that come compressed stay as they are. */
export function isToCompress({ kind, path, name = '' }: { kind: string; path: string; name?: string | undefined }): boolean {
  const isPage = kind === 'binary' || kind === 'member' || kind === 'file'
  return isPage && isManual(path) && readTree(name) === undefined && !(isGlob(name) && name.endsWith('.gz'))
}

/** Where a builder of a project is published, by a template with {project}, {project-path} and {builder}. */
export function fillRepositoryUrl(template: string, project: string, builder: string): string {
  return expandTemplate(template, { project, 'project-path': project.replaceAll(':', ':/'), builder })
}

/** As {@link fillRepositoryUrl}, for a project beside the one that is published: undefined when the template names no project. */
export function fillOtherUrl(template: string, project: string, builder: string): string | undefined {
  return template.includes('{project') ? fillRepositoryUrl(template, project, builder) : undefined
}

/** What is wrong with such a template, to follow the name of what holds it; undefined for a right one. */
export function judgeRepositoryUrl(template: string): string | undefined {
  return judgePlaceholders(template, urlPlaceholders)[0]
}

/**
 * Why a package must not be published where a plan publishes, as a clause about it; undefined for one that may. Of what is
 * built by a spec of the user's, names that begin with the package's are its parts.
 * @param version as the index has it; undefined when it is not known
 */
export function objectTo(plan: Plan, name: string, version: string | undefined): string | undefined {
  const { siblings, packages, admits } = plan
  const planned = packages.find((each) => each.name === name)
  if (!siblings.includes(name)) {
    const whole = siblings.find((each) => name.startsWith(`${each}-`))
    const own = packages.find((each) => each.name === whole)
    const isPart =
      whole !== undefined && (own === undefined || own.spec !== undefined || /-(?:debuginfo|debugsource|dbgsym)$/.test(name))
    return isPart ? undefined : `is none of the packages of the config (${siblings.join(', ')})`
  }
  // Only what has the product's own version follows the channel's rules; carried packages have versions of their own.
  if (version === undefined || planned?.version.upstream !== plan.version.upstream) return undefined
  const upstream = version.replace(/^\d+:/, '').replace(/-[^-]*$/, '')
  const isFinal = !upstream.includes('~')
  if (!isFinal && admits.kinds.every((kind) => kind === 'release'))
    return `is a prerelease, and channel ${plan.channel} takes releases alone`
  const minor = /^\d+\.\d+/.exec(upstream)?.[0]
  if (admits.minor !== undefined && minor !== undefined && minor !== admits.minor)
    return `is of the minor ${minor}, and this repository is of ${admits.minor}`
  return undefined
}
