import type { Architecture } from './architecture.js'
import type { Backend } from './backend.js'
import { base, imagePackage } from './layout.js'
import { renderBaseConfig, renderDistributionConfig } from './project-config.js'
import { groupByProject, renderImagePackage, renderProject } from './project-xml.js'
import type { Distribution } from './sandbox.js'

/** Writes the projects of the build root and of the distributions; what is there already in this form stays untouched. */
export async function writeProjects(
  backend: Backend,
  distributions: readonly Distribution[],
  architectures: readonly Architecture[],
  native: Architecture,
): Promise<void> {
  const names = architectures.map((architecture) => architecture.obs)
  for (const [project, members] of groupByProject(distributions)) {
    const path = `/source/${encodeURIComponent(project)}`
    const repositories = members.map((member) => member.repository)
    await backend.demand('PUT', `${path}/_meta?user=sandbox`, renderProject(project, repositories, names))
    const own = renderDistributionConfig(members, architectures, native)
    const config = project === base.project ? renderBaseConfig(native) + own : own
    await backend.demand('PUT', `${path}/_config?user=sandbox`, config)
  }
  const image = `/source/${base.project}/${imagePackage}/_meta`
  if ((await backend.send('GET', image)).status === 404) {
    await backend.demand('PUT', `${image}?user=sandbox`, renderImagePackage(undefined))
  }
}
