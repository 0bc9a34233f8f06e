import { renderPage } from '../report/page.js'
import { renderFeed } from './feed.js'
import { renderHistory, renderIndex } from './index-page.js'
import { renderLine } from './line-page.js'
import { hasPage } from './line-table.js'
import { namePlace, sortPlaces } from './line-place.js'
import type { Site } from './site-frame.js'
import { nameLines } from './site-names.js'
import type { LineStatus, Status, VersionStatus } from './site-status.js'

/** A file of a site, its path relative to the site's folder. */
export interface SiteFile {
  readonly path: string
  readonly text: string
}

/**
 * Writes a site that needs nothing else and runs nothing: the first page, a page for each line and for each version whose
 * checks are known, the history, a feed, and the status itself, by which a later site goes on.
 */
export function renderSite(status: Status, site: Site, url?: string): readonly SiteFile[] {
  const sorted = { ...status, lines: sortPlaces(status.lines) }
  const names = nameLines(sorted)
  const pages = [...names].flatMap(([line, own]): SiteFile[] => [
    { path: `${own.folder}/index.html`, text: renderLine(line, own, status.events, site) },
    ...line.versions.filter(hasPage).map((version) => ({
      path: `${own.folder}/${own.versions.get(version.version)}`,
      text: renderVersion(line, version, site),
    })),
  ])
  return [
    { path: 'index.html', text: renderIndex(sorted, names, site) },
    { path: 'history.html', text: renderHistory(sorted, site) },
    { path: 'feed.xml', text: renderFeed(sorted, site, url) },
    { path: 'status.json', text: `${JSON.stringify(status)}\n` },
    ...pages,
  ]
}

function renderVersion(line: LineStatus, { version, checks }: VersionStatus, site: Site): string {
  const name = namePlace(line)
  const known = checks.filter(({ rows = [] }) => rows.length > 0)
  return renderPage({
    title: `${name}: ${version}`,
    results: known.flatMap(({ rows = [] }) => rows),
    // The check that is longest ago: nothing on the page is older.
    time: Math.min(...known.map(({ at }) => Date.parse(at))),
    version: site.version,
    above: { href: 'index.html', name },
  })
}
