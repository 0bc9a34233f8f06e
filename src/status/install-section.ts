import { markup, type Html } from '../report/html.js'
import { renderName } from '../report/page-text.js'
import { listInstallLines } from './install-lines.js'
import type { VersionStatus } from './site-status.js'

/** The commands by which users have a version, a part that opens for each package manager; undefined when no report has them. */
export function renderInstall(version: VersionStatus): Html | undefined {
  const found = version.checks.flatMap(({ rows = [], builder }) => listInstallLines(rows, builder))
  const isAlone = (manager: string) => found.filter((each) => each.manager === manager).length === 1
  const parts = found.map(({ manager, systems, builder, lines }, index) => {
    const name = isAlone(manager) ? manager : `${manager}, ${builder}`
    const open = index === 0 && markup` open`
    const label = `Commands for ${renderName(name)}`
    return markup`<details class="install"${open}><summary><h3>${renderName(name)}</h3> <span>${systems}</span></summary>
<pre tabindex="0" role="region" aria-label="${label}">${lines}</pre></details>
`
  })
  if (parts.length === 0) return undefined
  return markup`<p>A click selects all lines. Installs were tried with these very files.</p>\n${parts}`
}
