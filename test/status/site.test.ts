import { expect, test } from '@jest/globals'
import { SaxesParser } from 'saxes'
import { readSiteReports } from '../../src/status/site-report.js'
import { emptyStatus, type Status } from '../../src/status/site-status.js'
import { readStatus } from '../../src/status/status-shape.js'
import { renderSite } from '../../src/status/site.js'
import { updateStatus } from '../../src/status/update.js'
import { hostile } from '../report/rows.js'
import { promotionOf, verificationOf } from './reports.js'

const now = Date.parse('2026-01-12T03:00:00Z')
const site = { title: 'Packages of a team', now, version: '1.2.3' }
const at = '2026-01-10T03:00:00Z'
const url = 'https://example.org/packages/'

function tell(reports: readonly object[]): Status {
  return updateStatus(
    emptyStatus,
    reports.flatMap((report, index) => readSiteReports(JSON.stringify(report), index + 1, 'x')),
  )
}

function write(reports: readonly object[], title = site.title): ReadonlyMap<string, string> {
  return new Map(renderSite(tell(reports), { ...site, title }, url).map(({ path, text }) => [path, text]))
}

/** Puts what is hostile into every text of a report but times, addresses and what is one of a few words. */
function spoil(value: object): object {
  const few = /^(\d{4}-\d\d-\d\dT|promotion$|verification$|deb$|rpm$|https?:)/
  const keep = ['check', 'state', 'snippet']
  const entries = Object.entries(value).map(([key, each]: [string, unknown]) => {
    if (typeof each === 'object' && each !== null && !keep.includes(key)) return [key, spoil(each)] as const
    return [key, typeof each === 'string' && !keep.includes(key) && !few.test(each) ? `${each}${hostile}` : each] as const
  })
  return Array.isArray(value) ? entries.map(([, each]) => each as object) : Object.fromEntries(entries)
}

const ordinary = [
  verificationOf({
    channel: 'stable',
    minor: '1.32',
    version: '1.32.4',
    at,
    stateOf: (number) => (number === 9 ? 'failed' : 'passed'),
  }),
  verificationOf({ channel: 'dev', minor: '1.33', version: '1.33.0-rc.1', at }),
  promotionOf('stable', '1.32', at, [{ version: '1.32.3', state: 'yanked', reason: 'it crashes' }]),
  { at, version: '1.32.5', channel: 'stable', state: 'failed', sentence: 'no' },
]

test('a site has a first page, one for each line and each version, a history, a feed and its own status', () => {
  expect([...write(ordinary).keys()]).toEqual([
    ...['index.html', 'history.html', 'feed.xml', 'status.json'],
    ...['stable-1.32/index.html', 'stable-1.32/1.32.4.html', 'dev-1.33/index.html', 'dev-1.33/1.33.0-rc.1.html'],
  ])
})

test('every link leads to a page of the site and to an element of it', () => {
  const files = write(ordinary)
  const wrong = [...files].flatMap(([path, text]) =>
    [...text.matchAll(/ href="([^"]*)"/g)].flatMap(([, href = '']) => {
      if (href === 'data:,' || path === 'feed.xml') return []
      const target = new URL(href, `https://h/${path}`)
      const page = files.get(target.pathname.slice(1))
      const isThere = page !== undefined && (target.hash === '' || page.includes(`id="${target.hash.slice(1)}"`))
      return isThere ? [] : [`${path}: ${href}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('the first page says what is wrong, and what is not checked any more is not called sound', () => {
  const verdictOf = (reports: readonly object[]) => /<strong>(.*?)<\/span>/.exec(write(reports).get('index.html') ?? '')?.[1]
  const [, sound] = ordinary
  const long = verificationOf({ channel: 'nightly', minor: '1.33', version: '1.33.0', at: '2026-01-01T03:00:00Z' })
  expect(verdictOf(ordinary)).toBe('Not all is sound.</strong> Checks failed of stable 1.32; 1 of 2 is sound throughout.')
  expect(verdictOf([sound ?? {}])).toBe('Sound.</strong> The repository passed every check, with the newest version.')
  expect(verdictOf([sound ?? {}, long])).toBe(
    'Not all is proved.</strong> Not proved is nightly 1.33; 1 of 2 is sound throughout.',
  )
  expect(verdictOf([long])).toBe('Not all is proved.</strong> Not proved is nightly 1.33.')
  expect(write([long]).get('index.html')).toContain('not checked for 11 days')
})

test('a version that is withdrawn or recorded is not what one can install', () => {
  const more = [
    { version: '1.32.4', state: 'yanked' },
    { version: '1.32.5', state: 'recorded' },
  ]
  const page = write([ordinary[0] ?? {}, promotionOf('stable', '1.32', '2026-01-11T03:00:00Z', more)]).get('index.html')
  expect(page).toContain('nothing is published')
  expect(page).toContain('<strong>1.32.4</strong> of stable 1.32: no reason was given')
  expect(page).not.toContain('apt-get install')
})

test('what others wrote is text and nothing else, in pages and in the feed', () => {
  const spoilt = ordinary.map((report) => spoil(report))
  const files = write(spoilt, hostile)
  const tagsOf = (texts: Iterable<string>) =>
    new Set([...texts].flatMap((text) => [...text.matchAll(/<\/?([a-z!?][a-z0-9]*)/g)].map(([, tag]) => tag)))
  const known = tagsOf([...write(ordinary)].flatMap(([path, text]) => (path === 'status.json' ? [] : [text])))
  const pages = [...files].filter(([path]) => path !== 'status.json')
  expect(pages.length).toBeGreaterThan(6)
  for (const [path, text] of pages) {
    expect(path).toMatch(/^[a-z0-9.~/-]+$/)
    expect([...tagsOf([text])].filter((tag) => !known.has(tag))).toEqual([])
    expect(text).not.toMatch(/<script|<img|\u202E|\p{Cc}\[31m| on[a-z]+=|style="/u)
    const outside = [...text.matchAll(/(?:href|src)="([a-z]+:[^"]*)"/g)].map(([, address]) => address)
    expect(outside.filter((address) => address !== 'data:,' && address?.startsWith(url) !== true)).toEqual([])
  }
})

test('the feed is well-formed, has each piece of news once, and keeps their names', () => {
  const read = (text = '') => {
    const found: Record<string, string[]> = {}
    const path: string[] = []
    const parser = new SaxesParser({ xmlns: true })
    parser.on('opentag', ({ local, uri }) => (path.push(local), expect(uri).toBe('http://www.w3.org/2005/Atom')))
    parser.on('closetag', () => void path.pop())
    parser.on('text', (part) => {
      if (part.trim() !== '') (found[path.join('/')] ??= []).push(part)
    })
    parser.on('error', (error) => {
      throw error
    })
    parser.write(text).close()
    return found
  }
  const feed = read(write(ordinary).get('feed.xml'))
  expect(feed['feed/title']).toEqual(['Packages of a team'])
  expect(feed['feed/entry/title']).toEqual([
    '1.32.4 is published in stable 1.32, and 1 of 64 checks failed',
    '1.33.0-rc.1 is published in dev 1.33; no check failed',
    '1.32.3 was withdrawn from stable 1.32: it crashes',
    'no',
  ])
  const ids = feed['feed/entry/id'] ?? []
  expect(new Set(ids).size).toBe(4)
  for (const id of ids) expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(
    read(
      write([...ordinary, verificationOf({ channel: 'dev', minor: '1.33', version: '1.33.0', at: '2026-01-11T03:00:00Z' })]).get(
        'feed.xml',
      ),
    )['feed/entry/id']?.slice(1),
  ).toEqual(ids)
})

test('a site goes on from its own status as if all reports had come at once', () => {
  const [first, ...others] = ordinary
  const before = readStatus(write([first ?? {}]).get('status.json'), 'the site')
  const after = updateStatus(
    before,
    others.flatMap((report) => readSiteReports(JSON.stringify(report), 1, 'x')),
  )
  expect(after).toEqual(tell(ordinary))
})

test('lines and versions whose names become the same have files of their own', () => {
  const paths = [
    ...write([
      verificationOf({ channel: 'a/b', minor: '1.2', version: '1.2+x', at }),
      verificationOf({ channel: 'a b', minor: '1.2', version: '1.2+x', at }),
      verificationOf({ channel: 'a b', minor: '1.2', version: '1.2-x', at }),
      verificationOf({ channel: '..', minor: '1.2', version: 'index', at }),
    ]).keys(),
  ].slice(4)
  expect(paths.toSorted()).toEqual([
    '1.2/index-2.html',
    '1.2/index.html',
    'a-b-1.2-2/1.2-x-2.html',
    'a-b-1.2-2/1.2-x.html',
    'a-b-1.2-2/index.html',
    'a-b-1.2/1.2-x.html',
    'a-b-1.2/index.html',
  ])
})
