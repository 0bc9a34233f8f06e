import type { ArchitectureNames } from '../architecture.js'
import type { Backend } from './backend.js'
import { base, debbuildBase, imagePackage } from './layout.js'
import { renderBaseConfig, renderDistributionConfig } from './project-config.js'
import { groupByProject, renderAncestor, renderImagePackage, renderProject } from './project-xml.js'
import type { Distribution } from './options.js'
import { accounts } from './state.js'

/** Writes the projects of the build root, of debbuild and of the distributions, and those below which the user may make others. */
export async function writeProjects(
  backend: Backend,
  { distributions, ancestors }: { readonly distributions: readonly Distribution[]; readonly ancestors: readonly string[] },
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
  await write(debbuildBase.project, [debbuildBase.repository], '')
  for (const [project, members] of groupByProject(distributions.filter((one) => one.project !== debbuildBase.project))) {
    const config = renderDistributionConfig(members, architectures, native)
    await write(
      project,
      members.map((member) => member.repository),
      config,
    )
  }
  for (const ancestor of [`home:${accounts.user}`, ...ancestors]) {
    const path = `/source/${encodeURIComponent(ancestor)}/_meta`
    if ((await backend.send('GET', path)).status === 404)
      await backend.demand('PUT', `${path}?user=sandbox`, renderAncestor(ancestor, accounts.user))
  }
  const image = `/source/${base.project}/${imagePackage}/_meta`
  if ((await backend.send('GET', image)).status === 404) {
    await backend.demand('PUT', `${image}?user=sandbox`, renderImagePackage(undefined))
  }
}
