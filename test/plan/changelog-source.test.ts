import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { completeEntries } from '../../src/plan/changelog-source.js'
import type { History } from '../../src/plan/history.js'
import { parseVersion } from '../../src/version/version.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const history: History = {
  tags: [
    { version: parseVersion('1.1.0'), commit: 'a', committed: 10, tagged: 11, message: 'First' },
    { version: parseVersion('1.2.3'), commit: 'b', committed: 20, tagged: 21, message: 'Second' },
  ],
  parents: new Map([['b', ['a']]]),
}

const changelogOf = (changelog: string, version = '1.2.3', own: History = history) =>
  planOf(parseConfig('packages.yaml', `${oneProgram}${changelog}`), { version, history: own }).packages[0]?.changelog

describe('a changelog', () => {
  test('is an entry that names the version, by default', () => {
    expect(changelogOf('')).toEqual({ entries: [{ version: '1.2.3', time: 20, changes: ['Version 1.2.3.'] }] })
  })

  test('in a file is read later', () => {
    expect(changelogOf('    changelog: { file: CHANGELOG.md }\n')).toMatchObject({ at: 'packages.yaml:24:24' })
  })

  test('of a template is an entry, a line a change', () => {
    const template = '"{version} {package-version} {minor}\\n{package} {url}\\n\\n"'
    expect(changelogOf(`    changelog: { template: ${template} }\n`, '1.3.0-rc.1')).toEqual({
      entries: [
        { version: '1.3.0~rc.1', time: 1_000_000_000, changes: ['1.3.0-rc.1 1.3.0~rc.1 1.3', 'hello https://example.org'] },
      ],
    })
  })

  const tags = '    changelog: { git: tags }\n'
  test.each<[string, string, History, unknown[]]>([
    [
      'of tags has an entry for each',
      '1.2.3',
      history,
      [
        { version: '1.2.3', time: 21, changes: ['Second'] },
        { version: '1.1.0', time: 11, changes: ['First'] },
      ],
    ],
    [
      'of tags has one about a version that has none, no older than the others',
      '1.2.4',
      { ...history, epoch: 5, head: 'b' },
      [
        { version: '1.2.4', time: 21, changes: ['Version 1.2.4.'] },
        { version: '1.2.3', time: 21, changes: ['Second'] },
        { version: '1.1.0', time: 11, changes: ['First'] },
      ],
    ],
    [
      'of no tags has one about the version',
      '1.2.4',
      { tags: [], parents: new Map() },
      [{ version: '1.2.4', time: 1_000_000_000, changes: ['Version 1.2.4.'] }],
    ],
  ])('%s', (_, version, own, entries) => {
    expect(changelogOf(tags, version, own)).toEqual({ entries })
  })
})

test.each([
  ['nothing', [], ['1.2.0 50']],
  ['an older one', [['1.1.0', 40]], ['1.2.0 50', '1.1.0 40']],
  [
    'itself',
    [
      ['1.2.0', 40],
      ['1.1.0', 30],
    ],
    ['1.2.0 40', '1.1.0 30'],
  ],
  ['one from the future', [['1.1.0', 90]], ['1.2.0 90', '1.1.0 90']],
  [
    'times that go forth',
    [
      ['1.1.0', 20],
      ['1.0.0', 30],
      ['0.9.0', 10],
    ],
    ['1.2.0 50', '1.1.0 20', '1.0.0 20', '0.9.0 10'],
  ],
] as const)('after %s the entries of 1.2.0 are complete and in order', (_, past, expected) => {
  const entries = past.map(([version, time]) => ({ version, time, changes: [] }))
  expect(completeEntries(entries, parseVersion('1.2.0'), 50).map(({ version, time }) => `${version} ${time}`)).toEqual(expected)
})
