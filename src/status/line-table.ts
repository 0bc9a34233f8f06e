import { markup, type Html } from '../report/html.js'
import { renderName } from '../report/page-text.js'
import { namePlace } from './line-place.js'
import type { LineNames } from './site-names.js'
import { renderDay, renderState } from './site-text.js'
import type { LineStatus, VersionStatus } from './site-status.js'
import { judgeVersion, newestOf } from './version-state.js'
import { stateOf } from './overview.js'

/** So many of the newest minors of a channel are seen at once, and all that are in trouble. */
const shown = 4

/** What can be installed: the newest version of every line, old ones that are well folded away. */
export function renderLines(lines: readonly LineStatus[], names: ReadonlyMap<LineStatus, LineNames>, now: number): Html {
  const ranks = new Map<string | undefined, number>()
  const [seen, folded]: [LineStatus[], LineStatus[]] = [[], []]
  for (const line of lines) {
    const rank = ranks.get(line.channel) ?? 0
    ranks.set(line.channel, rank + 1)
    const isSeen = rank < shown || stateOf(line, now) === 'failed'
    ;(isSeen ? seen : folded).push(line)
  }
  const table = (label: string, some: readonly LineStatus[]) => markup`<table class="lines" aria-label="${label}">
<thead><tr><th scope="col">Repository</th><th scope="col">Newest</th><th scope="col">Checks</th></tr></thead>
<tbody>
${some.map((line) => renderRow(line, names.get(line), now))}</tbody>
</table>
`
  const old =
    folded.length > 0 &&
    markup`<details class="older"><summary>${folded.length} older</summary>\n${table('Older repositories', folded)}</details>\n`
  return markup`${table('The newest version of each repository', seen)}${old}`
}

function renderRow(line: LineStatus, names: LineNames | undefined, now: number): Html {
  const newest = newestOf(line)
  const head = markup`<th scope="row"><a href="${names?.folder}/index.html">${renderName(namePlace(line))}</a></th>`
  if (newest === undefined || names === undefined) {
    const nothing = renderState({ state: 'unproved', words: 'nothing is published' })
    return markup`<tr>${head}<td colspan="2">${nothing}</td></tr>\n`
  }
  const judged = judgeVersion(newest, now)
  const page = hasPage(newest) ? `${names.folder}/${names.versions.get(newest.version)}` : undefined
  const builders = newest.checks.map(({ builder }) => builder).join(', ')
  return markup`<tr>${head}<td>${renderName(newest.version)} <small>${renderName(builders)}</small></td><td>${renderState(judged, page)} <small>${renderDay(judged.at)}</small></td></tr>
`
}

/** Whether every check of a version is told on a page of its own. */
export function hasPage({ checks }: VersionStatus): boolean {
  return checks.some(({ rows = [] }) => rows.length > 0)
}

/** A line for each builder: its name and the architectures that packages were found for. */
export function listPlatforms({ checks }: VersionStatus): readonly string[] {
  return checks.flatMap(({ builder, architectures }) =>
    architectures.length === 0 ? [] : [renderName(`${builder}: ${architectures.join(', ')}`)],
  )
}
