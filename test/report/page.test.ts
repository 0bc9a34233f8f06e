import { describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { renderPage } from '../../src/report/page.js'
import type { CheckResult } from '../../src/verify/request.js'
import { cellRowOf, hostile, releaseOf, rowOf } from './rows.js'

const runc = { format: 'deb', package: 'runc', version: '1.1.15', architecture: 'arm64' } as const

function write(results: readonly CheckResult[], title = 'Repositories'): string {
  return renderPage({ title, results, time: Date.UTC(2026, 1, 3, 4, 5), version: '1.2.3' })
}

/** What stands in the elements that a pattern's first group finds. */
function find(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([, found = '']) => found)
}

test('the verdict comes first, then failures worst first, then repositories, then packages', () => {
  const page = write([
    cellRowOf('passed', runc),
    cellRowOf('warning', runc, { check: 'install' }),
    cellRowOf('failed', runc, { check: 'payload' }),
    rowOf('failed', { check: 'signatures', subject: 'deb Release.gpg' }),
    rowOf('unproved'),
  ])
  expect(find(page, /<title>(.*?)<\/title>/g)).toEqual(['Failed. Repositories'])
  expect(find(page, /<strong>(.*?)<\/span>/g)).toEqual([
    'Failed.</strong> 2 of 5 checks of the repository failed, 1 could not be proved, 1 passed with a warning: metadata 0/1, signatures 0/1, presence 1/1, payload 0/1, install 0/1.',
  ])
  expect(find(page, /<(?:h1|h2|h3)>(?:<span>.*?<\/span> )?(.*?)<\/h/g)).toEqual([
    'Repositories',
    'To look at',
    'deb Release.gpg, signatures',
    'deb runc 1.1.15 arm64, payload',
    'deb repository, metadata',
    'deb runc 1.1.15 arm64, install',
    'Repositories',
    'Packages',
    'deb runc',
  ])
  expect(page).toContain('<time>2026-02-03 04:05 UTC</time> by verify-repo of obs-publish 1.2.3.')
})

test('a cell has a mark and a word; a failed one leads to its entry, and a passed one opens its evidence', () => {
  const page = write([cellRowOf('failed', runc, { evidence: 'gone' }), cellRowOf('passed', runc, { check: 'install' })])
  expect(find(page, /<td>(.*?)<\/td>/g)).toEqual([
    '<a class="failed" href="#t1"><i aria-hidden="true">✗</i> failed</a>',
    '<button class="passed" popovertarget="e1"><i aria-hidden="true">✓</i> passed</button>' +
      '<div popover id="e1"><b>deb runc 1.1.15 arm64, install</b><p>1.1.15 is in the index</p></div>',
  ])
  expect(find(page, /<li id="t1" class="failed">.*?<p>(.*?)<\/p>/g)).toEqual(['gone'])
  expect(page.match(/gone/g)).toHaveLength(1)
})

test('rows are versions and architectures, columns the checks that were made, and what was not made is said', () => {
  const other = { ...runc, version: '1.2.0' }
  const page = write([cellRowOf('passed', runc), cellRowOf('passed', other), cellRowOf('passed', other, { check: 'install' })])
  expect(find(page, /<th scope="col">(.*?)<\/th>/g)).toEqual(['Archi\u00ADtecture', 'pres\u00ADence', 'in\u00ADstall'])
  expect(find(page, /<th scope="rowgroup" colspan="3">(.*?)<\/th>/g)).toEqual(['1.1.15', '1.2.0'])
  expect(find(page, /<th scope="row">(.*?)<\/th>/g)).toEqual(['arm64', 'arm64'])
  expect(find(page, /<b>(not made)<\/b>/g)).toHaveLength(1)
})

test('steps are folded away below the evidence', () => {
  const page = write([rowOf('failed', { details: ['ran `gpgv`', 'read 2 < 3 bytes'] })])
  expect(page).toContain(
    '<details><summary>How this was found out</summary><ol><li>ran <code>gpgv</code></li><li>read 2 &lt; 3 bytes</li></ol></details>',
  )
})

describe('what others wrote is text and nothing else', () => {
  const cell = { format: 'deb', package: hostile, version: hostile, architecture: hostile } as const
  const rows = (state: 'failed' | 'passed') => [
    cellRowOf(state, cell, { evidence: hostile, details: [hostile] }),
    rowOf(state, { subject: hostile }),
  ]
  test.each(['failed', 'passed'] as const)('when it %s', (state) => {
    const page = write(rows(state), hostile)
    expect(page).not.toMatch(/<script|<img|\u202E|\p{Cc}\[31m/u)
    const tags = new Set(find(page, /<([a-z!][a-z0-9]*)/g))
    for (const tag of write([
      cellRowOf('failed', runc, { details: ['`a`'] }),
      cellRowOf('passed', runc),
      rowOf('passed'),
    ]).matchAll(/<([a-z!][a-z0-9]*)/g))
      tags.delete(tag[1] ?? '')
    expect([...tags]).toEqual([])
  })
})

test('nothing may be loaded or run, and the style is allowed by its digest', () => {
  const page = write([rowOf('passed')])
  const [style = ''] = find(page, /<style>(.*?)<\/style>/gs)
  const digest = createHash('sha256').update(style).digest('base64')
  expect(find(page, /Content-Security-Policy" content="(.*?)"/g)).toEqual([
    `default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
  ])
  expect(page).not.toMatch(/https?:|<script|style="|url\(|@import| on[a-z]+=/)
})

test('two thousand rows that all have much to tell stay below two megabytes, whatever their state', () => {
  const names = Array.from({ length: 72 }, (_, index) => `package-${index}`)
  const evidence = '<&"ü '.repeat(300)
  for (const state of ['failed', 'passed'] as const) {
    const results = releaseOf(names, ['1.33.4'], () => state).map((row) => ({ ...row, evidence, details: [evidence, evidence] }))
    expect(results.length).toBeGreaterThan(2000)
    const page = write(results)
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000)
    expect(find(page, /<td>(<(?:a|button))/g).length).toBe(results.length)
  }
})

test('packages without a trouble are folded when there is much to show', () => {
  const stateOf = (number: number) => (number === 30 ? 'failed' : 'passed')
  const page = write(releaseOf(['a', 'b', 'c'], ['1', '2'], stateOf))
  expect(find(page, /<details class="package"( open)?>/g)).toEqual(['', ' open', '', '', '', ''])
  expect(find(page, /<h3>[^<]*<\/h3> <span>(.*?)<\/span><\/summary>/g).slice(0, 2)).toEqual(['24 passed', '1 failed, 23 passed'])
})

test('a page without results says that nothing was checked', () => {
  const page = write([])
  expect(page).toContain('<strong>Failed.</strong> Nothing was checked.')
  expect(page).not.toContain('<section')
})
