import { expect, test } from '@jest/globals'
import type { PromotedVersion } from '../../src/promotion/promotion-schema.js'
import { describeDeviations, reconcileLine, type Line } from '../../src/promotion/reconciliation.js'

const listed = (version: string, rest: Partial<PromotedVersion> = {}): PromotedVersion => ({
  channel: 'stable',
  minor: '1.2',
  version,
  packages: {
    hello: {
      srcmd5: 'a'.repeat(32),
      files: {
        [`deb/x86_64/hello_${version}-1.1_amd64.deb`]: {},
        [`rpm/x86_64/hello-${version}-1.1.x86_64.rpm`]: {},
      },
    },
  },
  ...rest,
})

const offer = (...versions: readonly string[]) => ({
  packages: versions.map((version) => ({ name: 'hello', version: `${version}-1.1`, architecture: 'any' })),
})

const line = (rest: Partial<Line>): Line => ({
  channel: 'stable',
  minor: '1.2',
  tag: '1.2.3',
  promoted: [listed('1.2.3')],
  expected: { deb: [{ name: 'hello', version: '1.2.3' }], rpm: [{ name: 'hello', version: '1.2.3' }] },
  offered: { deb: offer('1.2.3'), rpm: offer('1.2.3') },
  ...rest,
})

test.each<[string, Partial<Line>, readonly string[]]>([
  ['all that was tagged is decided on and there', {}, []],
  [
    'a version of the list is not there for one builder',
    { offered: { deb: offer('1.2.3'), rpm: offer() } },
    ['missing: The list has hello 1.2.3-1.1, and rpm does not offer it: run promote.'],
  ],
  [
    'a version of the list is there for no builder',
    { offered: { deb: offer(), rpm: offer() } },
    ['missing: The list has hello 1.2.3-1.1, and deb and rpm do not offer it: run promote.'],
  ],
  [
    'a repository cannot be read',
    { offered: { deb: { problem: 'the host is away' }, rpm: offer('1.2.3') } },
    ['missing: The list has hello 1.2.3-1.1, and deb does not offer it (the host is away): run promote.'],
  ],
  [
    'a version is there that nobody decided on',
    { offered: { deb: offer('1.2.2', '1.2.3'), rpm: offer('1.2.3') } },
    ['surplus: deb offers hello 1.2.2-1.1, which is not in the list.'],
  ],
  [
    'a version is there for two architectures that nobody decided on',
    { offered: { deb: offer('1.2.2', '1.2.2', '1.2.3'), rpm: offer('1.2.3') } },
    ['surplus: deb offers hello 1.2.2-1.1, which is not in the list.'],
  ],
  [
    'nobody has decided on anything',
    { promoted: [], offered: { deb: offer('1.2.3'), rpm: offer() } },
    [
      'surplus: deb offers hello 1.2.3-1.1, which is not in the list.',
      'stale: 1.2.3 is tagged and not in the list, which has none: record it, or say why it is left out.',
    ],
  ],
  [
    'a version is there that was yanked',
    { promoted: [listed('1.2.3', { yanked: 'broken' })] },
    [
      'surplus: deb offers hello 1.2.3-1.1, which was yanked (broken).',
      'surplus: rpm offers hello 1.2.3-1.1, which was yanked (broken).',
    ],
  ],
  [
    'a yanked version is gone',
    { promoted: [listed('1.2.3', { yanked: 'broken' })], offered: { deb: offer(), rpm: offer() } },
    [],
  ],
  [
    'a newer tag waits',
    { tag: '1.2.4' },
    ['stale: 1.2.4 is tagged and not in the list, in which 1.2.3 is the newest: record it, or say why it is left out.'],
  ],
  [
    'a newer tag waits, and the list is in no order',
    {
      tag: '1.2.4',
      promoted: [listed('1.2.3~rc.1', { version: '1.2.3-rc.1' }), listed('1.2.3'), listed('1.2.2')],
      offered: { deb: offer('1.2.3~rc.1', '1.2.3', '1.2.2'), rpm: offer('1.2.3~rc.1', '1.2.3', '1.2.2') },
    },
    ['stale: 1.2.4 is tagged and not in the list, in which 1.2.3 is the newest: record it, or say why it is left out.'],
  ],
  ['nothing is tagged', { tag: undefined }, []],
  ['there is no list, and the tag is published', { promoted: undefined }, []],
  [
    'there is no list, and the tag is not published for one builder',
    { promoted: undefined, offered: { deb: offer('1.2.2'), rpm: offer('1.2.3') } },
    ['missing: 1.2.3 is tagged, and deb does not offer hello of it.'],
  ],
  [
    'there is no list, and of the tag two packages are not published, though others have that version',
    {
      promoted: undefined,
      expected: { deb: ['hello', 'agent', 'tools'].map((name) => ({ name, version: '1.2.3' })) },
      offered: { deb: offer('1.2.3') },
    },
    ['missing: 1.2.3 is tagged, and deb does not offer agent, tools of it.'],
  ],
  [
    'there is no list, and a repository cannot be read',
    { promoted: undefined, offered: { deb: { problem: 'the host is away' }, rpm: offer('1.2.3') } },
    ['missing: 1.2.3 is tagged, and deb does not offer hello of it (the host is away).'],
  ],
  [
    'versions with an epoch are those of the files, which have none',
    { offered: { deb: { packages: [{ name: 'hello', version: '1:1.2.3-1.1', architecture: 'amd64' }] }, rpm: offer('1.2.3') } },
    [],
  ],
])('%s', (_, rest, expected) => {
  expect(reconcileLine(line(rest)).map(({ kind, evidence }) => `${kind}: ${evidence}`)).toEqual(expected)
})

test('a package for two architectures that is not there is missing once', () => {
  const files = Object.fromEntries(
    ['x86_64/hello_1.2.3-1.1_amd64', 'aarch64/hello_1.2.3-1.1_arm64'].map((each) => [`deb/${each}.deb`, {}]),
  )
  const promoted = [listed('1.2.3', { packages: { hello: { srcmd5: 'a'.repeat(32), files } } })]
  expect(reconcileLine(line({ promoted, offered: { deb: offer() } }))).toEqual([
    {
      ...{ kind: 'missing', channel: 'stable', minor: '1.2', version: '1.2.3', package: 'hello' },
      evidence: 'The list has hello 1.2.3-1.1, and deb does not offer it: run promote.',
    },
  ])
})

test('what differs is a failed check, named by channel, minor, kind and what it is about', () => {
  const common = { kind: 'stale', channel: 'stable', minor: '1.2', version: '1.2.3', evidence: 'It waits.' } as const
  const row = { check: 'presence', state: 'failed', passed: false, evidence: 'It waits.' }
  expect(describeDeviations([common, { ...common, package: 'hello' }])).toEqual([
    { ...row, subject: 'stable 1.2, stale: 1.2.3' },
    { ...row, subject: 'stable 1.2, stale: hello 1.2.3' },
  ])
})
