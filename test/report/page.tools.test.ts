import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { renderPage } from '../../src/report/page.js'
import { startBrowser, type Browser, type View } from '../support/browser.js'
import { cellRowOf, hostile, releaseOf, rowOf } from './rows.js'

const states = ['failed', 'unproved', 'warning', 'passed'] as const
const long = 'long-words-that-nobody-breaks'.repeat(4)
const strange = { format: 'rpm', package: long, version: long, architecture: long } as const
const results = [
  ...releaseOf(['kubelet', 'kubeadm'], ['1.33.4', '1.34.0~rc.1']),
  ...states.map((state) => rowOf(state, { subject: `deb ${state}`, evidence: hostile, details: [hostile, 'ran `gpgv`'] })),
  ...(['metadata', 'signatures', 'presence', 'payload', 'install'] as const).map((check, index) =>
    cellRowOf(states[index] ?? 'passed', strange, { check, evidence: hostile.repeat(5), details: [hostile] }),
  ),
]
const views: readonly View[] = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, height: 800, scheme })),
)

let browser: Browser
let server: Server
let url: string
const asked: string[] = []

beforeAll(async () => {
  const page = renderPage({ title: 'Published repositories of a:b', results, time: 0, version: '1.2.3' })
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('content-type', 'text/html').end(page)
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

/** Runs in the page: the texts that have less contrast to what is behind them than 4.5 to 1, and how many were looked at. */
const judgeContrast = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number)
  const light = ([r, g, b]) => [r, g, b].map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0)
  const behind = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const color = parse(getComputedStyle(each).backgroundColor)
      if (color.length === 3) return color
    }
    return undefined
  }
  const faint = new Set()
  let seen = 0
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.data.trim() === '') continue
    const element = node.parentElement
    const [front, back] = [parse(getComputedStyle(element).color), behind(element)]
    const [low, high] = [light(front), light(back)].sort((a, b) => a - b)
    seen++
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.add(element.tagName + '.' + element.className + ' ' + front + ' on ' + back)
  }
  return { seen, faint: [...faint] }
})()`

describe.each(views)('at $width pixels in $scheme', (view) => {
  test('nothing is wider than the window, opened or not', async () => {
    await browser.open(url, view)
    const measure = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await browser.evaluate(measure)).toBe(0)
    await browser.evaluate(openAll)
    expect(await browser.evaluate(measure)).toBe(0)
    const cut = `[...document.querySelectorAll('th, td, li, p')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent.slice(0, 40))`
    expect(await browser.evaluate(cut)).toEqual([])
  })

  test('every text stands out from what is behind it', async () => {
    await browser.open(url, view)
    await browser.evaluate(openAll)
    const { seen, faint } = (await browser.evaluate(judgeContrast)) as { seen: number; faint: string[] } // what it returns
    expect(seen).toBeGreaterThan(700)
    expect(faint).toEqual([])
  })

  test('a popover opens within the window, and tells its evidence', async () => {
    await browser.open(url, view)
    await browser.evaluate(openAll)
    await browser.evaluate(`document.querySelector('#packages button').focus()`)
    await browser.press('Enter')
    const open = `(() => {
      const { left, right, top, bottom } = document.querySelector(':popover-open').getBoundingClientRect()
      return [left >= 0, right <= innerWidth, top >= 0, bottom <= innerHeight, document.querySelector(':popover-open b').textContent]
    })()`
    expect(await browser.evaluate(open)).toEqual([true, true, true, true, 'deb kubelet 1.33.4 amd64, presence'])
    await browser.press('Escape')
    expect(await browser.evaluate(`document.querySelectorAll(':popover-open').length`)).toBe(0)
  })
})

test('Tab reaches everything that can be opened or followed, shows where it is, and Enter opens it', async () => {
  await browser.open(url, { width: 1280, height: 800, scheme: 'light' })
  await browser.evaluate(`for (const each of document.querySelectorAll('.package')) each.open = true`)
  const targets = Number(
    await browser.evaluate(
      `[...document.querySelectorAll('a, button, summary')].filter((each) => each.checkVisibility()).length`,
    ),
  )
  await browser.evaluate('window.reached = new Set(); window.unseen = []')
  const summaries: unknown[] = []
  for (let step = 0; step < targets; step++) {
    await browser.press('Tab')
    await browser.evaluate(
      `reached.add(document.activeElement); getComputedStyle(document.activeElement).outlineStyle === 'solid' || unseen.push(document.activeElement.textContent.slice(0, 40))`,
    )
    if ((await browser.evaluate(`document.activeElement.matches('li > details > summary')`)) !== true) continue
    await browser.press('Enter')
    summaries.push(await browser.evaluate('document.activeElement.parentElement.open'))
  }
  expect(await browser.evaluate('[reached.size, reached.has(document.body), unseen]')).toEqual([targets, false, []])
  expect(summaries).toEqual(Array.from({ length: 6 }, () => true))
})

test('what a failed cell links to is its entry, on the page and in sight', async () => {
  await browser.open(url, { width: 360, height: 800, scheme: 'dark' })
  await browser.evaluate(`document.querySelector('#packages a.failed').focus()`)
  await browser.press('Enter')
  const entry = `(() => { const entry = document.querySelector(':target'); return [entry.className, entry.getBoundingClientRect().top < innerHeight, entry.querySelector('h3').textContent.includes('metadata')] })()`
  expect(await browser.evaluate(entry)).toEqual(['failed', true, true])
})

test('no request leaves the page, and what others wrote runs nothing', async () => {
  asked.length = 0
  await browser.open(url, { width: 1280, height: 800, scheme: 'light' })
  await browser.evaluate(openAll)
  await browser.evaluate('new Promise((resolve) => setTimeout(resolve, 500))')
  expect(asked).toEqual(['/'])
  expect(browser.requested).toEqual([url])
  expect(await browser.evaluate('document.title')).toBe('Failed. Published repositories of a:b')
  expect(await browser.evaluate(`document.querySelectorAll('script, img, iframe, object').length`)).toBe(0)
})
