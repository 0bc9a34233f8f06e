import type { Distribution } from './options.js'
import { base, debbuildBase, imagePackage } from './layout.js'
import { escapeXml } from '../xml.js'

/** The `_meta` of a project whose repositories lie on the build root, or are it. Nothing in it is published. */
export function renderProject(project: string, repositories: readonly string[], architectures: readonly string[]): string {
  const arches = architectures.map((name) => `<arch>${name}</arch>`).join('')
  const rendered = repositories.map((name) => {
    const path =
      project === base.project || project === debbuildBase.project
        ? ''
        : `<path project="${base.project}" repository="${base.repository}"/>`
    return `<repository name="${escapeXml(name)}">${path}${arches}</repository>`
  })
  return `<project name="${escapeXml(project)}"><title>${escapeXml(project)}</title><description>Base distribution of the sandbox</description>
<publish><disable/></publish>${rendered.join('')}</project>
`
}

/** The `_meta` of the preinstall image's package: built by no scheduler but the named one, or by none. */
export function renderImagePackage(builtOn: string | undefined): string {
  const enabled = builtOn === undefined ? '' : `<enable arch="${builtOn}"/>`
  return `<package name="${imagePackage}" project="${base.project}"><title/><description/><build><disable/>${enabled}</build></package>\n`
}

/** The distributions by project, each repository once. */
export function groupByProject(distributions: readonly Distribution[]): Map<string, Distribution[]> {
  const projects = new Map<string, Distribution[]>()
  for (const distribution of distributions) {
    const known = projects.get(distribution.project) ?? []
    if (!known.some((other) => other.repository === distribution.repository)) known.push(distribution)
    projects.set(distribution.project, known)
  }
  return projects
}

/** The `_meta` of a project that holds nothing but the right to make projects below it. */
export function renderAncestor(project: string, maintainer: string): string {
  return `<project name="${escapeXml(project)}"><title>${escapeXml(project)}</title><description/><person userid="${escapeXml(maintainer)}" role="maintainer"/></project>\n`
}
