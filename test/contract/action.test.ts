import { expect, test } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { oneProgram } from '../support/config.js'
import { runStep } from './bundle.js'

const files = { 'packages.yaml': oneProgram }

test('a step sets every output and writes a summary', async () => {
  const { code, outputs, summary } = await runStep('plan', { version: 'v1.2.3-rc.1' }, files)
  expect(code).toBe(0)
  expect(outputs).toMatchObject({
    version: '1.2.3-rc.1',
    'package-version': '1.2.3~rc.1',
    channel: 'dev',
    minor: '1.2',
    'build-project': 'isv:test:dev:v1.2:build',
    'publish-project': 'isv:test:dev:v1.2',
    packages: '["hello"]',
  })
  expect(summary).toContain('### Plan: 1.2.3-rc.1 to channel dev')
  expect(summary).toContain('| hello   | 1.2.3~rc.1 | deb     | x86_64, aarch64 |')
})

test('the version is the tag that started the workflow', async () => {
  const { outputs } = await runStep('plan', {}, files, { GITHUB_REF: 'refs/tags/v2.0.1' })
  expect(outputs['version']).toBe('2.0.1')
})

test('errors of a config become annotations at their lines', async () => {
  const config = oneProgram.replace('section:', 'sektion:').replace('[x86_64]', '[amd64]')
  const { code, stdout } = await runStep('plan', { version: '1.2.3' }, { 'packages.yaml': config })
  expect(code).toBe(2)
  expect(stdout).toContain(
    '::error file=packages.yaml,line=20,col=5::packages.hello.sektion is not a known key. Did you mean section?',
  )
  expect(stdout).toContain('::error file=packages.yaml,line=12,col=21::builders.rpm.architectures.0 must be one of')
})

test('outputs that are known are set though the step fails', async () => {
  const { code, outputs } = await runStep('publish', { version: '1.2.3', install: 'none' }, files)
  expect(code).toBe(2)
  expect(outputs['build-project']).toBe('isv:test:stable:v1.2:build')
})

test('a password is masked first and shows up nowhere else', async () => {
  const password = 's3cret-%-word'
  const { code, stdout, stderr, folder, summary } = await runStep('setup-osc', {
    username: 'jane',
    password,
    apiurl: 'http://127.0.0.1:9',
  })
  expect(code).toBe(3)
  const [first, ...rest] = stdout.split('\n').filter((line) => line.includes('s3cret'))
  expect([first, ...new Set(rest)]).toEqual(
    ['::add-mask::s3cret-%25-word', '::add-mask::s3cret-%25-word'].slice(0, rest.length > 0 ? 2 : 1),
  )
  expect(stderr + summary).not.toContain('s3cret')
  // The config that held it is gone with the failure.
  expect((await readdir(folder)).filter((name) => name.startsWith('obs-publish-osc-'))).toEqual([])
  expect(stdout).toContain('check the input `apiurl`, or try later')
})

test('the token of a step is masked and shows up nowhere else, also when GitHub does not answer', async () => {
  const env = { GITHUB_API_URL: 'http://127.0.0.1:9', GITHUB_REPOSITORY: 'owner/project', GITHUB_WORKFLOW: 'nightly' }
  const inputs = { state: 'success,failure', token: 'gh-s3cret' }
  const { code, stdout, stderr, summary, outputs } = await runStep('report-issue', inputs, {}, env)
  expect([code, outputs, stderr]).toEqual([3, {}, ''])
  expect(summary).toMatch(/^### ❌ report-issue failed\n\n- ❌ http:\/\/127\.0\.0\.1:9\/\S+ answered nothing: /)
  expect(summary).not.toContain('s3cret')
  expect(stdout.replaceAll('::add-mask::gh-s3cret\n', '')).not.toContain('s3cret')
  expect(stdout).toContain('::error::http://127.0.0.1:9/repos/owner/project/issues answered nothing: ')
})

test('the post step removes what its run recorded, twice without harm, and never fails', async () => {
  const config = '/nonexistent/folder/oscrc'
  for (const round of [1, 2]) {
    const { code, stdout } = await runStep('setup-osc', {}, {}, { STATE_post: 'true', STATE_config: config })
    expect([round, code, stdout.includes(`removed ${config}`)]).toEqual([round, 0, true])
  }
})

test('the summary of a step that failed at once says why', async () => {
  const { code, summary } = await runStep('plan', { version: '1.2.3-rc.1', channel: 'stable' }, files)
  expect([code, summary]).toEqual([
    2,
    '### ❌ plan failed\n\n- ❌ 1.2.3-rc.1 is a prerelease, and channel stable takes release versions only.\n\n',
  ])
})

test('without a summary file a step works as well', async () => {
  const { code } = await runStep('plan', { version: '1.2.3' }, files, { GITHUB_STEP_SUMMARY: '' })
  expect(code).toBe(0)
})

test('sources are packed where the inputs say', async () => {
  const { code, stdout } = await runStep('build-tarball', { version: '1.2.3', binaries: 'nowhere' }, files)
  expect(code).toBe(2)
  expect(stdout).toContain(`::error file=packages.yaml,line=21,col=13::There is no hello for x86_64 at `)
  expect(stdout).toContain(join('nowhere', 'x86_64', 'hello'))
})
