import { markup } from '../report/html.js'
import { renderInstall } from './install-section.js'
import { renderKeys } from './key-list.js'
import { renderLines } from './line-table.js'
import { renderOverview } from './overview.js'
import { namePlace } from './line-place.js'
import { renderFrame, type Site } from './site-frame.js'
import type { LineNames } from './site-names.js'
import { renderEvents } from './site-text.js'
import type { LineStatus, Status } from './site-status.js'
import { newestOf } from './version-state.js'
import { renderWithdrawn } from './withdrawn.js'

/** So much of the history is on the first page. */
const recent = 8

/** The first page: what can be installed, whether it is sound, and how; then keys, what was withdrawn, and the news. */
export function renderIndex(status: Status, names: ReadonlyMap<LineStatus, LineNames>, site: Site): string {
  const { lines, events } = status
  const { now } = site
  const [first] = lines
  const newest = first && newestOf(first)
  const more = events.length > recent && markup`<p><a href="history.html">All ${events.length} events</a></p>\n`
  const others = lines.length > 1 && markup`<p>For another repository see its page, in the table above.</p>\n`
  const install = newest && renderInstall(newest)
  return renderFrame(
    {
      heading: site.title,
      title: site.title,
      root: '',
      lead: renderOverview(lines, now),
      sections: [
        {
          id: 'available',
          name: 'What you can install',
          short: 'Repositories',
          body: lines.length > 0 ? renderLines(lines, names, now) : undefined,
        },
        {
          id: 'install',
          name: `How to install from ${first ? namePlace(first) : ''}`,
          short: 'Install',
          body: install && markup`${install}${others}`,
        },
        { id: 'keys', name: 'Signing key', short: 'Key', body: renderKeys(lines, now) },
        { id: 'withdrawn', name: 'Withdrawn', body: renderWithdrawn(lines) },
        {
          id: 'history',
          name: 'History',
          body: events.length > 0 ? markup`${renderEvents(events.slice(0, recent))}${more}` : undefined,
        },
      ],
    },
    site,
  )
}

/** Everything that the site remembers to have happened. */
export function renderHistory({ events }: Status, site: Site): string {
  return renderFrame(
    {
      heading: 'History',
      title: `History: ${site.title}`,
      root: '',
      above: { href: 'index.html', name: site.title },
      sections: [{ id: 'history', name: 'The newest first', body: renderEvents(events) }],
    },
    site,
  )
}
