import { describe, expect, test } from '@jest/globals'
import { readSiteReports } from '../../src/status/site-report.js'
import { readStatus } from '../../src/status/status-shape.js'
import { cellRowOf, rowOf } from '../report/rows.js'
import { promotionOf } from './reports.js'

const at = '2026-01-10T03:00:00Z'
const readAll = (report: unknown) =>
  readSiteReports(typeof report === 'string' ? report : JSON.stringify(report), 2, 'stable-1.2.4.json')
const read = (report: unknown) => readAll(report)[0]

test('what verify-repo prints of a single repository has no place but its rows', () => {
  expect(read({ state: 'succeeded', at, version: '1.2.4', report: [rowOf('passed')] })).toEqual({
    kind: 'verification',
    at,
    place: {},
    version: '1.2.4',
    rows: [rowOf('passed')],
  })
})

test('what publish prints is a verification, with the minor only where it has a project of its own', () => {
  const printed = { at, version: '1.2.4', channel: 'stable', minor: '1.2', changed: true, report: [] }
  const placeOf = (project: string) => read({ ...printed, 'publish-project': project })?.place
  expect(placeOf('isv:team:stable:v1.2')).toEqual({ channel: 'stable', minor: '1.2', project: 'isv:team:stable:v1.2' })
  expect(placeOf('isv:team:1.25:stable')).toEqual({ channel: 'stable', project: 'isv:team:1.25:stable' })
})

test('what report-run prints is a run, whatever rows it hands on', () => {
  const report = { at, version: '1.2.4', channel: 'stable', state: 'failed', sentence: 'no', next: '', results: [], report: [] }
  expect(read(report)).toEqual({
    kind: 'run',
    at,
    place: { channel: 'stable' },
    version: '1.2.4',
    state: 'failed',
    sentence: 'no',
  })
})

test('what promote writes has the time of the report where a version has none', () => {
  const versions = [
    { version: '1.2.4', packages: { hello: '1.2.4' }, state: 'published' },
    { version: '1.2.3', packages: {}, state: 'yanked', reason: 'it crashes', at: '2026-01-09T00:00:00Z' },
  ]
  expect(read(promotionOf('stable', '1.2', at, versions))).toEqual({
    kind: 'promotion',
    at,
    place: { channel: 'stable', minor: '1.2', project: 'isv:team:stable:v1.2' },
    versions: [
      { version: '1.2.4', state: 'published', at },
      { version: '1.2.3', state: 'yanked', reason: 'it crashes', at: '2026-01-09T00:00:00Z' },
    ],
  })
})

test('what promote uploads are several, and none where nothing is listed', () => {
  const reports = ['1.2', '1.3'].map((minor) => promotionOf('stable', minor, at, []))
  expect(readAll(reports).map(({ kind, place }) => [kind, place.minor])).toEqual([
    ['promotion', '1.2'],
    ['promotion', '1.3'],
  ])
  expect(readAll([])).toEqual([])
})

describe('refused is', () => {
  test.each([
    ['what is not JSON', '{', 'Report 2 (stable-1.2.4.json) is not JSON; give what'],
    ['a lone word', '"x"', 'Report 2 (stable-1.2.4.json) is no report; give what'],
    ['rows alone', [rowOf('passed')], 'has rows alone, which do not say when and of what version they are; give what'],
    [
      'a report without its time',
      { version: '1', report: [] },
      'is no report (at: Invalid key: Expected "at" but received undefined',
    ],
    ['a report without its version', { at, report: [] }, 'is no report (version: '],
    [
      'an unknown state of a promotion',
      promotionOf('stable', '1.2', at, [{ version: '1', state: 'embargo' }]),
      'versions.0.state',
    ],
  ])('%s', (_, report, message) => {
    expect(() => read(report)).toThrow(message)
  })
})

describe('what is under embargo is refused, and its name is not repeated:', () => {
  const cell = { format: 'deb', package: 'hello', version: '1.2.4', architecture: 'amd64' } as const
  const message = 'Report 2 is marked as embargoed, and a page is public; leave it out until its time has come.'
  test.each<[string, object]>([
    ['a report', { embargoed: true, at, version: '1.2.4', report: [] }],
    ['a report whose mark is a time', { embargoed: at, at, version: '1.2.4', report: [] }],
    ['rows', [{ ...cellRowOf('passed', cell), embargoed: true }]],
    ['a row', { at, version: '1.2.4', report: [{ ...cellRowOf('passed', cell), embargoed: true }] }],
    ['a version of a promotion', promotionOf('stable', '1.2', at, [{ version: '1.2.4', state: 'recorded', embargoed: true }])],
    ['what is no report besides', { embargoed: true }],
  ])('%s', (_, report) => {
    expect(() => read(report)).toThrow(new Error(message))
  })

  test('an earlier site', () => {
    const site = JSON.stringify({ kind: 'status', format: 1, lines: [], events: [], embargoed: true })
    expect(() => readStatus(site, 'The site')).toThrow('The site is marked as embargoed')
  })

  test('and what says that it is not is none', () => {
    expect(read({ embargoed: false, at, version: '1.2.4', report: [] })?.kind).toBe('verification')
  })
})
