import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { resolveVersion } from '../../src/project/wanted-version.js'
import { releaseTime } from '../../src/plan/history.js'
import { readHistory } from '../../src/project/checkout.js'
import { parseVersion } from '../../src/version/version.js'
import type { Host } from '../../src/host/host.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
beforeEach(async () => void (host = await testHost({ env: { PATH: process.env['PATH'] } })))
afterEach(() => host.remove())

/** Runs git in the working directory of the host, as a person whom the machine's config does not matter to. */
function git(args: readonly string[], date = '2026-01-02T03:04:05Z'): void {
  const identity = ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.org', '-c', 'init.defaultBranch=main']
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' }
  execFileSync('git', [...identity, ...args], { cwd: host.directories.work, env, stdio: 'pipe' })
}

const commit = (message: string, date?: string) => git(['commit', '--quiet', '--allow-empty', '--message', message], date)

describe('the version comes from', () => {
  test('the input as it is', async () => {
    expect(await resolveVersion('v1.2.3', host)).toBe('v1.2.3')
  })

  test('the tag that started the workflow', async () => {
    expect(await resolveVersion(undefined, { ...host, env: { GITHUB_REF: 'refs/tags/v1.2.3' } })).toBe('v1.2.3')
  })

  test('the text of a marker URL', async () => {
    const http = {
      ...host.http,
      text: (url: string) => Promise.resolve(url.endsWith('latest.txt') ? 'v1.31.0-alpha.1.12+abc\n' : ''),
    }
    expect(await resolveVersion('https://example.org/latest.txt', { ...host, http })).toBe('v1.31.0-alpha.1.12+abc')
  })

  test('git describe of the checkout', async () => {
    git(['init', '--quiet'])
    commit('first')
    git(['tag', 'v1.2.3'])
    expect(await resolveVersion('git', host)).toBe('1.2.3')
    commit('second')
    expect(await resolveVersion('git', host)).toMatch(/^1\.2\.4-alpha\.0\.1\+[0-9a-f]{7,}$/)
  })
})

test.each([
  [
    'no input and no tag',
    undefined,
    'Input `version` is missing, and no tag started this run; give a version, the URL of a marker file, or git.',
  ],
  ['a checkout without a tag', 'git', 'Version git was asked for, and git describe finds no tag that is a version in '],
])('%s is an error that says what to give', async (_, given, message) => {
  await expect(resolveVersion(given, host)).rejects.toThrow(message)
})

test('a marker URL that answers with a page is refused', async () => {
  const http = { ...host.http, text: () => Promise.resolve('<html>\n<body>404</body>') }
  await expect(resolveVersion('https://example.org/x', { ...host, http })).rejects.toThrow(
    'https://example.org/x is no marker file: it must hold a version and nothing else.',
  )
})

const timeOf = async (own: Host) => releaseTime(parseVersion('1.2.3'), await readHistory(own, false))

describe('the time of a release is', () => {
  test('SOURCE_DATE_EPOCH', async () => {
    expect(await timeOf({ ...host, env: { ...host.env, SOURCE_DATE_EPOCH: '1700000000' } })).toBe(1_700_000_000)
  })

  test('the date of its tag, whatever was committed since', async () => {
    git(['init', '--quiet'])
    commit('first', '2026-01-02T03:04:05Z')
    git(['tag', 'v1.2.3'])
    commit('second', '2026-05-05T05:05:05Z')
    expect(await timeOf(host)).toBe(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000)
  })

  test('the same for every run when nothing says it', async () => {
    expect(await timeOf(host)).toBe(1_000_000_000)
  })
})

test('the tags of a checkout that are versions are read with their messages', async () => {
  git(['init', '--quiet'])
  commit('first')
  git(['tag', 'v1.0.0'])
  git(['tag', 'latest'])
  commit('second', '2026-02-02T02:02:02Z')
  git(['tag', '--annotate', '--message', 'Greets louder', 'v1.1.0-rc.1'], '2026-03-03T03:03:03Z')
  const { tags } = await readHistory(host, true)
  expect(tags.map(({ version, message, committed, tagged }) => [version.package, message, committed, tagged])).toEqual([
    ['1.0.0', 'first', Date.UTC(2026, 0, 2, 3, 4, 5) / 1000, Date.UTC(2026, 0, 2, 3, 4, 5) / 1000],
    ['1.1.0~rc.1', 'Greets louder', Date.UTC(2026, 1, 2, 2, 2, 2) / 1000, Date.UTC(2026, 2, 3, 3, 3, 3) / 1000],
  ])
})
