import type { ArchitectureNames } from '../architecture.js'
import type { Backend } from './backend.js'
import { base, imagePackage } from './layout.js'
import { renderBaseConfig, renderDistributionConfig } from './project-config.js'
import { groupByProject, renderImagePackage, renderProject } from './project-xml.js'
import type { Distribution } from './options.js'

/** Writes the projects of the build root and of the distributions. */
export async function writeProjects(
  backend: Backend,
  distributions: readonly Distribution[],
  architectures: readonly ArchitectureNames[],
  native: ArchitectureNames,
): Promise<void> {
  const names = architectures.map((architecture) => architecture.obs)
  const write = async (project: string, repositories: readonly string[], config: string) => {
    const path = `/source/${encodeURIComponent(project)}`
    await backend.demand('PUT', `${path}/_meta?user=sandbox`, renderProject(project, repositories, names))
    await backend.demand('PUT', `${path}/_config?user=sandbox`, config)
  }
  await write(base.project, [base.repository], renderBaseConfig(native))
  for (const [project, members] of groupByProject(distributions)) {
    const config = renderDistributionConfig(members, architectures, native)
    await write(
      project,
      members.map((member) => member.repository),
      config,
    )
  }
  const image = `/source/${base.project}/${imagePackage}/_meta`
  if ((await backend.send('GET', image)).status === 404) {
    await backend.demand('PUT', `${image}?user=sandbox`, renderImagePackage(undefined))
  }
}
