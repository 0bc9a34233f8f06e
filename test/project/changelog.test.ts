import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readChangelog } from '../../src/source/changelog-file.js'
import { resolvePlan } from '../../src/project/planning.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'

const time = 1_700_000_000

let host: TestHost
beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'], SOURCE_DATE_EPOCH: String(time) } })
})
afterEach(() => host.remove())

/** The entries of version 1.2.0, as `version: change, change`. */
async function entriesOf(changelog: string): Promise<string[]> {
  await writeFile(
    join(host.directories.work, 'packages.yaml'),
    `${oneProgram}${changelog === '' ? '' : `    changelog: ${changelog}\n`}`,
  )
  const plan = await resolvePlan({ version: 'v1.2.0', packages: [] }, host)
  const [pkg] = plan.packages
  if (!pkg) throw new Error('nothing is planned')
  return (await readChangelog(pkg)).map((entry) => `${entry.version} ${entry.time}: ${entry.changes.join(', ')}`)
}

test('without a source the changelog names the version', async () => {
  expect(await entriesOf('')).toEqual([`1.2.0 ${time}: Version 1.2.0.`])
})

test('a template becomes one entry, a line of it one change', async () => {
  expect(await entriesOf('{ template: "Version {version} of {package}.\\nSee {url}." }')).toEqual([
    `1.2.0 ${time}: Version 1.2.0 of hello., See https://example.org.`,
  ])
})

test('a file gives the entries up to the version, and no later ones', async () => {
  await writeFile(
    join(host.directories.work, 'CHANGELOG.md'),
    '## 1.3.0\n- later\n\n## 1.2.0\n- now\n\n## 1.1.0 - 2023-01-02\n- before\n',
  )
  expect(await entriesOf('{ file: CHANGELOG.md }')).toEqual([
    `1.2.0 ${time}: now`,
    `1.1.0 ${Date.UTC(2023, 0, 2) / 1000}: before`,
  ])
})

test('a version that the file does not know has an entry of its own, the newest', async () => {
  await writeFile(join(host.directories.work, 'CHANGELOG.md'), '## 1.1.0 - 2023-01-02\n- before\n')
  expect((await entriesOf('{ file: CHANGELOG.md }'))[0]).toBe(`1.2.0 ${time}: Version 1.2.0.`)
})

test('dates never go forth again, as rpmbuild demands', async () => {
  await writeFile(
    join(host.directories.work, 'CHANGELOG.md'),
    '## 1.1.0 - 2030-01-02\n- before\n\n## 1.0.0\n- undated\n\n## 0.9.0 - 2031-01-01\n- early\n',
  )
  const date = Date.UTC(2030, 0, 2) / 1000
  expect(await entriesOf('{ file: CHANGELOG.md }')).toEqual([
    `1.2.0 ${date}: Version 1.2.0.`,
    `1.1.0 ${date}: before`,
    `1.0.0 ${time}: undated`,
    `0.9.0 ${time}: early`,
  ])
})

test('a file that is not there is told with its line', async () => {
  await expect(entriesOf('{ file: missing.md }')).rejects.toThrow(
    /^packages\.yaml:24:24: There is no \/.*\/missing\.md; correct the path, or add the file\.$/,
  )
})

test('the tags of the checkout give an entry each', async () => {
  const git = (...args: string[]) => {
    const env = {
      ...process.env,
      GIT_COMMITTER_DATE: '2023-01-02T00:00:00Z',
      GIT_AUTHOR_DATE: '2023-01-02T00:00:00Z',
      GIT_CONFIG_GLOBAL: '/dev/null',
    }
    execFileSync('git', ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.org', ...args], {
      cwd: host.directories.work,
      env,
      stdio: 'pipe',
    })
  }
  git('init', '--quiet')
  git('commit', '--quiet', '--allow-empty', '--message', 'first')
  git('tag', '--annotate', '--message', 'Greets', 'v1.1.0')
  git('tag', '--annotate', '--message', 'Greets louder', 'v1.2.0')
  const date = Date.UTC(2023, 0, 2) / 1000
  expect(await entriesOf('{ git: tags }')).toEqual([`1.2.0 ${date}: Greets louder`, `1.1.0 ${date}: Greets`])
})
