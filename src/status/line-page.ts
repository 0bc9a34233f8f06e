import { markup, type Html } from '../report/html.js'
import { renderName } from '../report/page-text.js'
import { renderSummary } from './check-summary.js'
import { renderInstall } from './install-section.js'
import { renderKeys } from './key-list.js'
import { hasPage, listPlatforms } from './line-table.js'
import { headOf, renderVerdict } from './overview.js'
import { isSamePlace, namePlace } from './line-place.js'
import { renderFrame, type Section, type Site } from './site-frame.js'
import type { LineNames } from './site-names.js'
import { renderDay, renderEvents, renderSentence, renderState } from './site-text.js'
import type { LineStatus, StatusEvent, VersionStatus } from './site-status.js'
import { isOut, isExpected, judgeVersion, newestOf } from './version-state.js'
import { renderWithdrawn } from './withdrawn.js'

/** The page of one line: whether its newest version is sound, how to have it, each architecture, and every version. */
export function renderLine(line: LineStatus, { versions: files }: LineNames, events: readonly StatusEvent[], site: Site): string {
  const name = namePlace(line)
  const newest = newestOf(line)
  const file = newest && files.get(newest.version)
  const own = events.filter((event) => isSamePlace(event, line))
  const sections: readonly Section[] = [
    { id: 'install', name: 'How to install', short: 'Install', body: newest && renderInstall(newest) },
    { id: 'keys', name: 'Signing key', short: 'Key', body: renderKeys([line], site.now) },
    {
      id: 'checks',
      name: newest === undefined ? '' : `Checks of ${newest.version}`,
      short: 'Checks',
      body: newest && file !== undefined && hasPage(newest) ? renderChecks(newest, file) : undefined,
    },
    { id: 'versions', name: 'Versions', body: renderVersions(line, files) },
    { id: 'withdrawn', name: 'Withdrawn', body: renderWithdrawn([line]) },
    { id: 'history', name: 'History', body: own.length > 0 ? renderEvents(own.slice(0, 50)) : undefined },
  ]
  const above = { href: '../index.html', name: site.title }
  return renderFrame(
    { heading: name, title: `${name}: ${site.title}`, root: '../', above, lead: renderLead(line, newest, site.now), sections },
    site,
  )
}

function renderLead(line: LineStatus, newest: VersionStatus | undefined, now: number): Html {
  const { run } = line
  const isNews = run !== undefined && !isExpected(run.state)
  const pending = isNews && markup`<p>${renderSentence(run.sentence)}.</p>\n`
  if (newest === undefined)
    return markup`${renderVerdict('unproved', headOf('unproved'), 'Nothing is published here.')}${pending}`
  const { state, sentence, at } = judgeVersion(newest, now)
  const checked = at === undefined ? '' : `, on ${at.slice(0, 16).replace('T', ' ')} UTC`
  const verdict = renderVerdict(
    state,
    headOf(state),
    `The newest version is ${renderName(newest.version)}: ${sentence}${checked}.`,
  )
  return markup`${verdict}${pending}`
}

function renderChecks(newest: VersionStatus, file: string): Html {
  return markup`${renderSummary(newest, file)}<p><a href="${file}">Every package and what was seen of it</a></p>\n`
}

function renderVersions({ versions }: LineStatus, files: LineNames['versions']): Html | undefined {
  if (versions.length === 0) return undefined
  const rows = versions.map((each) => {
    const judged = judgeVersion(each)
    const platforms = listPlatforms(each).map((line) => markup`<small class="platform">${line}</small>`)
    const page = hasPage(each) ? files.get(each.version) : undefined
    const cells = isOut(each)
      ? markup`<td>${renderState(judged, page)} <small>${renderDay(judged.at)}</small></td>`
      : markup`<td>${each.promotion?.state === 'yanked' ? 'withdrawn' : 'not published yet'}</td>`
    return markup`<tr><th scope="row">${renderName(each.version)}</th><td>${platforms}</td>${cells}</tr>\n`
  })
  return markup`<table class="lines" aria-label="Versions">
<thead><tr><th scope="col">Version</th><th scope="col">For</th><th scope="col">Checks</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`
}
