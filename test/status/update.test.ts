import { describe, expect, test } from '@jest/globals'
import { readSiteReports, type SiteReport } from '../../src/status/site-report.js'
import { emptyStatus, type Status } from '../../src/status/site-status.js'
import { updateStatus } from '../../src/status/update.js'
import { fingerprint, promotionOf, verificationOf, type Told } from './reports.js'

const read = (report: object): readonly SiteReport[] => readSiteReports(JSON.stringify(report), 1, 'a report')
const told = (more: Partial<Told> = {}) =>
  verificationOf({ channel: 'stable', minor: '1.32', version: '1.32.4', at: '2026-01-10T03:00:00Z', ...more })
const tell = (reports: readonly object[], before: Status = emptyStatus) => updateStatus(before, reports.flatMap(read))
const textsOf = ({ events }: Status) => events.map(({ kind, text }) => `${kind}: ${text}`)
const failing = (number: number) => (number === 9 ? 'failed' : 'passed')

test('a line has the versions of its channel, minor and project, the newest first, and a builder its own checks', () => {
  const status = tell([
    told({ version: '1.32.10' }),
    told({ version: '1.32.9' }),
    told({ channel: 'dev', version: '1.32.9-rc.1' }),
  ])
  expect(
    status.lines.map(({ channel, minor, project, versions }) => [channel, minor, project, versions.map((each) => each.version)]),
  ).toEqual([
    ['stable', '1.32', 'isv:team:stable:v1.32', ['1.32.10', '1.32.9']],
    ['dev', '1.32', 'isv:team:dev:v1.32', ['1.32.9-rc.1']],
  ])
  const checks = status.lines[0]?.versions[0]?.checks.map(({ builder, counts, architectures }) => [
    builder,
    counts,
    architectures,
  ])
  expect(checks).toEqual([
    ['deb', { passed: 28 }, ['amd64', 'arm64', 'ppc64el', 's390x']],
    ['rpm', { passed: 36 }, ['x86_64', 'aarch64', 'ppc64le', 's390x']],
  ])
  expect(status.lines[0]?.keys).toEqual([{ fingerprint, expires: '2028-12-29' }])
})

test('a project that keeps all minors is one line', () => {
  const one = (version: string, minor: string) => ({ ...told({ version, minor }), 'publish-project': 'home:jane:stable' })
  const { lines } = tell([one('1.2.3', '1.2'), one('1.3.0', '1.3')])
  expect(lines).toMatchObject([
    { channel: 'stable', project: 'home:jane:stable', versions: [{ version: '1.3.0' }, { version: '1.2.3' }] },
  ])
  expect(lines[0]).not.toHaveProperty('minor')
})

test('the report of one builder leaves what is known of the other', () => {
  const whole = told()
  const report = whole.report
    .filter(({ builder }) => builder === 'rpm')
    .map((row) => ({ ...row, state: 'failed', passed: false }))
  const status = tell([whole, { ...whole, at: '2026-01-11T03:00:00Z', report }])
  expect(status.lines[0]?.versions[0]?.checks.map(({ builder, at, counts }) => [builder, at, counts])).toEqual([
    ['deb', '2026-01-10T03:00:00Z', { passed: 28 }],
    ['rpm', '2026-01-11T03:00:00Z', { failed: 36 }],
  ])
})

test('a report that is told again, or is older, changes nothing', () => {
  const status = tell([told()])
  expect(tell([told(), told({ at: '2026-01-09T03:00:00Z', stateOf: failing })], status)).toEqual(status)
})

test('every check of the three newest versions is kept, and of older ones the counts', () => {
  const { lines } = tell(['1.32.1', '1.32.2', '1.32.3', '1.32.4'].map((version) => told({ version })))
  expect(
    lines[0]?.versions.map(({ version, checks }) => [version, checks.map(({ rows, counts }) => [rows?.length, counts.passed])]),
  ).toEqual([
    [
      '1.32.4',
      [
        [28, 28],
        [36, 36],
      ],
    ],
    [
      '1.32.3',
      [
        [28, 28],
        [36, 36],
      ],
    ],
    [
      '1.32.2',
      [
        [28, 28],
        [36, 36],
      ],
    ],
    [
      '1.32.1',
      [
        [undefined, 28],
        [undefined, 36],
      ],
    ],
  ])
})

test('how something was found out is kept of what is not well', () => {
  const details = ['ran gpgv']
  const report = told({ stateOf: failing }).report.map((row) => ({ ...row, details }))
  const rows = tell([{ ...told(), report }]).lines.flatMap(({ versions }) =>
    versions.flatMap(({ checks }) => checks.flatMap((each) => each.rows ?? [])),
  )
  expect(rows.filter((row) => row.details !== undefined).map(({ state }) => state)).toEqual(['failed'])
})

describe('the news', () => {
  const later = '2026-01-11T03:00:00Z'
  const published = 'published: 1.32.4 is published in stable 1.32; no check failed'
  test.each<[string, readonly object[], readonly string[]]>([
    ['a version that is seen first', [], [published]],
    ['the same again', [told({ at: later })], [published]],
    [
      'a check that begins to fail',
      [told({ at: later, stateOf: failing })],
      ['failed: 1.32.4 in stable 1.32: 1 of 64 checks failed', published],
    ],
    [
      'one that passes again',
      [told({ at: later, stateOf: failing }), told({ at: '2026-01-12T03:00:00Z' })],
      [
        'mended: 1.32.4 in stable 1.32: no check fails any more',
        'failed: 1.32.4 in stable 1.32: 1 of 64 checks failed',
        published,
      ],
    ],
    [
      'another key',
      [told({ at: later, key: { fingerprint: 'A'.repeat(40), expires: '2030-01-01' } })],
      [`key: The key of stable 1.32 is another one: ${'A'.repeat(40)}, and was ${fingerprint}`, published],
    ],
    [
      'an extended key',
      [told({ at: later, key: { fingerprint, expires: '2030-12-29' } })],
      [`key: The key ${fingerprint} of stable 1.32 expires on 2030-12-29 now; it was to on 2028-12-29`, published],
    ],
    [
      'a version that is withdrawn, once',
      [
        promotionOf('stable', '1.32', later, [{ version: '1.32.4', packages: {}, state: 'yanked', reason: 'it crashes' }]),
        promotionOf('stable', '1.32', '2026-01-12T03:00:00Z', [
          { version: '1.32.4', packages: {}, state: 'yanked', reason: 'it crashes' },
        ]),
      ],
      ['yanked: 1.32.4 was withdrawn from stable 1.32: it crashes', published],
    ],
    [
      'a withdrawn version that is published again',
      [
        promotionOf('stable', '1.32', later, [{ version: '1.32.4', state: 'yanked' }]),
        promotionOf('stable', '1.32', '2026-01-12T03:00:00Z', [{ version: '1.32.4', state: 'published' }]),
      ],
      [
        'published: 1.32.4 is published in stable 1.32 again; no check failed',
        'yanked: 1.32.4 was withdrawn from stable 1.32',
        published,
      ],
    ],
    [
      'what is recorded and not published',
      [promotionOf('stable', '1.32', later, [{ version: '1.32.5', state: 'recorded' }])],
      [published],
    ],
    [
      'a run that published nothing',
      [
        {
          at: later,
          version: '1.32.5',
          channel: 'stable',
          state: 'failed',
          sentence: '1.32.5 is not published: 1 of 4 builds failed',
        },
      ],
      ['run: 1.32.5 is not published: 1 of 4 builds failed', published],
    ],
    [
      'a run that published',
      [{ at: later, version: '1.32.5', channel: 'stable', state: 'published', sentence: '1.32.5 is published' }],
      [published],
    ],
    [
      'a run of another channel',
      [{ at: later, version: '1.32.5', channel: 'dev', state: 'failed', sentence: 'no' }],
      [published],
    ],
    [
      'a run of another minor',
      [{ at: later, version: '1.320.5', channel: 'stable', state: 'failed', sentence: 'no' }],
      [published],
    ],
  ])('tells %s', (_, reports, texts) => {
    expect(textsOf(tell(reports, tell([told()])))).toEqual(texts)
  })

  test('a version that a promotion publishes before it is checked is told once', () => {
    const status = tell([
      promotionOf('stable', '1.32', '2026-01-09T03:00:00Z', [{ version: '1.32.4', state: 'published' }]),
      told(),
    ])
    expect(textsOf(status)).toEqual(['published: 1.32.4 is published in stable 1.32'])
  })

  test('no more than 500 are remembered', () => {
    const many = Array.from({ length: 600 }, (_, number) => told({ version: `1.32.${number}`, packages: [] }))
    expect(tell(many).events).toHaveLength(500)
  })
})
