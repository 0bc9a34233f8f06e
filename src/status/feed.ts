import { createHash } from 'node:crypto'
import { markup } from '../report/html.js'
import { flatten } from '../report/foreign-text.js'
import type { Site } from './site-frame.js'
import type { Status, StatusEvent } from './site-status.js'

/** News that a reader fetches. */
const most = 50

/**
 * The news as an Atom feed (RFC 4287).
 * @param url where the site lies, with a slash at its end; without it the feed does not say
 */
export function renderFeed({ events }: Status, { title, now }: Site, url: string | undefined): string {
  const news = events.slice(0, most)
  const updated = news[0]?.at ?? new Date(now).toISOString()
  const self = url !== undefined && markup`<link rel="self" href="${url}feed.xml"/>\n`
  const entries = news.map((event) => {
    const text = clean(event.text)
    return markup`<entry>
<id>${identify(event.at, event.project ?? '', event.channel ?? '', event.text)}</id>
<title>${text}</title>
<updated>${event.at}</updated>
<link href="${url}index.html#history"/>
<content type="text">${describe(event, text)}</content>
</entry>
`
  })
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${url ?? identify(title)}</id>
<title>${clean(title)}</title>
<author><name>obs-publish</name></author>
<updated>${updated}</updated>
${self}<link href="${url}index.html"/>
${entries}</feed>
`.text
}

function describe({ project, channel, minor }: StatusEvent, text: string): string {
  const place = [channel, minor, project && `(${project})`].filter((part) => part !== undefined && part !== '').join(' ')
  return clean(place === '' ? text : `${place}: ${text}`)
}

/** What stays the same for the same news, as a name that is an address (RFC 9562, 5.8). */
function identify(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** XML has no place for what is no character (XML 1.0, 2.2). */
function clean(text: string): string {
  return flatten(text)
    .toWellFormed()
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
}
