import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { readSiteReports } from '../../src/status/site-report.js'
import { emptyStatus } from '../../src/status/site-status.js'
import { renderSite } from '../../src/status/site.js'
import { updateStatus } from '../../src/status/update.js'
import { startBrowser, type Browser, type View } from '../support/browser.js'
import { hostile } from '../report/rows.js'
import { promotionOf, verificationOf } from './reports.js'

const at = '2026-01-10T03:00:00Z'
const later = '2026-01-11T03:00:00Z'
const long = 'long-words-that-nobody-breaks'.repeat(3)
const states = ['failed', 'unproved', 'warning', 'passed'] as const
const minors = ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33']
const reports = [
  ...minors.map((minor) => verificationOf({ channel: 'stable', minor, version: `${minor}.4`, at })),
  ...['1.33.1', '1.33.2', '1.33.3'].map((version) => verificationOf({ channel: 'stable', minor: '1.33', version, at })),
  verificationOf({
    channel: 'dev',
    minor: '1.34',
    version: '1.34.0-rc.1',
    at,
    stateOf: (number) => states[number % 4] ?? 'passed',
  }),
  verificationOf({ channel: 'nightly', minor: '1.35', version: '1.35.0-alpha.0.1+abc', at: '2025-11-01T03:00:00Z' }),
  verificationOf({ channel: long, minor: '1.2', version: `1.2-${long}`, at, packages: [hostile, long] }),
  verificationOf({
    channel: 'stable',
    minor: '1.33',
    version: '1.33.4',
    at: later,
    key: { fingerprint: 'A'.repeat(40), expires: '2026-01-20' },
  }),
  promotionOf('stable', '1.33', later, [
    { version: '1.33.3', state: 'yanked', reason: hostile },
    { version: '1.33.5', state: 'recorded' },
  ]),
  { at: later, version: '1.33.5', channel: 'stable', state: 'failed', sentence: `1.33.5 is not published: ${hostile}` },
]
const pages = ['index.html', 'history.html', 'stable-1.33/index.html', 'stable-1.33/1.33.4.html', 'dev-1.34/index.html']
const views: readonly View[] = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, height: 800, scheme })),
)
const desk: View = { width: 1280, height: 800, scheme: 'light' }
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let server: Server
let url: string
const asked: string[] = []

beforeAll(async () => {
  const read = reports.flatMap((report, index) => readSiteReports(JSON.stringify(report), index + 1, 'x'))
  const now = Date.parse('2026-01-12T03:00:00Z')
  const site = { title: 'Packages of a team', now, version: '1.2.3' }
  const files = new Map(renderSite(updateStatus(emptyStatus, read), site).map(({ path, text }) => [`/${path}`, text]))
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const text = files.get(decodeURIComponent(request.url ?? ''))
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens at an address and port.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  browser = await startBrowser()
}, 60_000)

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

/** Runs in the page: shows everything that can be shown. */
const openAll = `for (const each of document.querySelectorAll('details')) each.open = true`

/**
 * Runs in the page: what an accessibility checker says against it, best practices included, and how many rules it held. What it
 * could not judge counts as well, but for marks that no reader speaks and heads over a group of rows, of which it never can.
 */
const judge = `axe.run(document, { resultTypes: ['violations', 'incomplete'] }).then(({ violations, incomplete, passes }) => ({
  wrong: [...violations, ...incomplete.filter(({ id }) => id !== 'th-has-data-cells')]
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 120)))
    .filter((each) => !each.startsWith('color-contrast: <i aria-hidden="true">')),
  held: passes.length,
}))`

describe.each(views)('at $width pixels in $scheme', (view) => {
  test.each(pages)(
    '%s is accessible, opened or not, by all rules of axe',
    async (page) => {
      await browser.open(`${url}${page}`, view)
      await browser.evaluate(axe)
      for (const step of ['0', openAll]) {
        await browser.evaluate(step)
        const { wrong, held } = (await browser.evaluate(judge)) as { wrong: string[]; held: number } // what it returns
        expect(wrong).toEqual([])
        expect(held).toBeGreaterThan(20)
      }
    },
    60_000,
  )

  test.each(pages)('nothing of %s is wider than the window, opened or not', async (page) => {
    await browser.open(`${url}${page}`, view)
    const measure = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await browser.evaluate(measure)).toBe(0)
    await browser.evaluate(openAll)
    expect(await browser.evaluate(measure)).toBe(0)
    const cut = `[...document.querySelectorAll('th, td, li, p, dd')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent.slice(0, 40))`
    expect(await browser.evaluate(cut)).toEqual([])
  })
})

test.each([
  ['on a desk, and the lines to install', desk, 'main pre'],
  ['on a phone', { ...desk, width: 360 }, '.lines tbody tr'],
])('the first screen says what can be installed and whether it is sound %s', async (_, view, last) => {
  await browser.open(url + 'index.html', view)
  const seen = `['h1', '.verdict', '.lines', '${last}'].map((each) => document.querySelector(each).getBoundingClientRect().top < innerHeight)`
  expect(await browser.evaluate(seen)).toEqual([true, true, true, true])
})

test('Tab reaches everything that can be opened or followed, shows where it is, and lines are selected as a whole', async () => {
  await browser.open(url + 'index.html', desk)
  await browser.evaluate(openAll)
  const targets = Number(
    await browser.evaluate(`[...document.querySelectorAll('a, summary, pre')].filter((each) => each.checkVisibility()).length`),
  )
  expect(targets).toBeGreaterThan(30)
  await browser.evaluate('window.reached = new Set(); window.unseen = []')
  for (let step = 0; step < targets; step++) {
    await browser.press('Tab')
    await browser.evaluate(
      `reached.add(document.activeElement); getComputedStyle(document.activeElement).outlineStyle === 'solid' || unseen.push(document.activeElement.textContent.slice(0, 40))`,
    )
  }
  expect(await browser.evaluate('[reached.size, reached.has(document.body), unseen]')).toEqual([targets, false, []])
  expect(await browser.evaluate(`getComputedStyle(document.querySelector('pre')).userSelect`)).toBe('all')
})

test('no request leaves a page, and what others wrote runs nothing', async () => {
  for (const page of pages) {
    asked.length = 0
    await browser.open(`${url}${page}`, desk)
    await browser.evaluate(openAll)
    await browser.evaluate('new Promise((resolve) => setTimeout(resolve, 200))')
    expect(asked).toEqual([`/${page}`])
    expect(browser.requested).toEqual([`${url}${page}`])
    expect(await browser.evaluate(`document.querySelectorAll('script, img, iframe, object').length`)).toBe(0)
    expect(await browser.evaluate('document.title')).not.toBe('owned')
  }
})
