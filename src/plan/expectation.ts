import type { Format } from '../format.js'
import { isGlob, matcher } from '../glob.js'
import type { PlannedPackage } from './plan.js'
import { expandTemplate, judgePlaceholders, urlPlaceholders } from '../config/template.js'

/** A file of a package's payload: its absolute path and the SHA-256 (hex) of the upstream file. */
export interface ExpectedFile {
  readonly path: string
  readonly sha256: string
}

/**
 * What a published package must hold of what upstream published: the files that it ships unchanged.
 * @param programs SHA-256 by `<name within the source>`, of one architecture
 */
export function listExpectedFiles(
  { files }: PlannedPackage,
  format: Format,
  programs: ReadonlyMap<string, string>,
): readonly ExpectedFile[] {
  return files.flatMap((file): ExpectedFile[] => {
    if (file.kind !== 'binary' && file.kind !== 'member') return []
    const to = file.to[format]
    if (to === undefined || !file.unchanged) return []
    if (!isGlob(file.name)) {
      const sha256 = programs.get(file.name)
      return sha256 === undefined ? [] : [{ path: to, sha256 }]
    }
    const matches = matcher(file.name)
    return [...programs].flatMap(([name, sha256]) =>
      matches(name) ? [{ path: `${to}${name.slice(name.lastIndexOf('/') + 1)}`, sha256 }] : [],
    )
  })
}

/** Manual pages are shipped compressed, as both families of distributions have them. */
export function isManual(path: string): boolean {
  return path.startsWith('/usr/share/man/') && !path.endsWith('.gz')
}

/** Where a builder of a project is published, by a template with {project}, {project-path} and {builder}. */
export function fillRepositoryUrl(template: string, project: string, builder: string): string {
  return expandTemplate(template, { project, 'project-path': project.replaceAll(':', ':/'), builder })
}

/** What is wrong with such a template, to follow the name of what holds it; undefined for a right one. */
export function judgeRepositoryUrl(template: string): string | undefined {
  return judgePlaceholders(template, urlPlaceholders)[0]
}
