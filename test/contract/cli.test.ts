import { expect, test } from '@jest/globals'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readFile } from 'node:fs/promises'
import { oneProgram } from '../support/config.js'
import { runCommandLine } from './bundle.js'

const files = { 'packages.yaml': oneProgram }

test('--json prints the outputs as one JSON object and nothing else', async () => {
  const { code, stdout, stderr } = await runCommandLine(['plan', '--version', '1.2.3', '--json'], files)
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^warning: packages\.yaml:5:3: builder deb makes debs, .* Ubuntu:debbuild\/Ubuntu_20\.04 .*\n$/),
  ])
  expect(JSON.parse(stdout)).toMatchObject({ version: '1.2.3', packages: ['hello'], plan: { cells: [{}, {}, {}] } })
})

test.each([
  ['an unknown operation', ['plna'], 2, 'error: There is no operation `plna`; did you mean `plan`?\n'],
  ['an unknown input', ['plan', '--verison', '1.2.3'], 2, 'error: There is no input `verison`; did you mean `version`?\n'],
  ['a stray word', ['plan', 'now'], 2, 'error: `now` is no option; inputs are given as --name value.\n'],
  [
    'a missing version',
    ['plan'],
    2,
    'error: Input `version` is missing, and no tag started this run; give a version, the URL of a marker file, or git.\n',
  ],
  [
    'a missing config',
    ['plan', '--config', 'none.yaml', '--version', '1.2.3'],
    2,
    /^error: There is no config .*none\.yaml; give its path by the input `config`, or a preset's name\.\n$/,
  ],
  [
    'a prerelease for stable',
    ['plan', '--version', '1.2.3-rc.1', '--channel', 'stable'],
    2,
    'error: 1.2.3-rc.1 is a prerelease, and channel stable takes release versions only.\n',
  ],
  [
    'no credentials',
    ['setup-osc', '--username', 'jane'],
    2,
    'error: Input `password` or `ssh-key` is missing: give one of them, or set OSC_PASSWORD.\n',
  ],
  [
    'an issue without a token',
    ['report-issue', '--state', 'failed', '--subject', 'nightly', '--repository', 'owner/project'],
    2,
    'error: Input `token` is missing: grant the job `permissions: { issues: write }`, or give a token; a command may set GITHUB_TOKEN.\n',
  ],
  [
    'a marker URL that nobody serves',
    ['plan', '--version', 'http://127.0.0.1:9/latest.txt'],
    3,
    /^error: http:\/\/127\.0\.0\.1:9\/latest\.txt answered nothing: .*; a later run may succeed\n$/,
  ],
])('%s gives its exit code and a sentence', async (_, args, code, message) => {
  const ending = await runCommandLine(args, files)
  expect(ending.code).toBe(code)
  expect(ending.stderr).toMatch(message)
})

test('--version tells the version of the suite', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string } // npm wants it to be
  expect(await runCommandLine(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

test('a preset is found by its name', async () => {
  const { stdout } = await runCommandLine(['plan', '--config', 'kubernetes', '--version', 'v1.32.3', '--json'])
  const packages = ['kubectl', 'kubeadm', 'kubelet', 'cri-tools', 'kubernetes-cni']
  expect(JSON.parse(stdout)).toMatchObject({ 'build-project': 'isv:kubernetes:core:stable:v1.32:build', packages })
})

test('the help of every operation names each input of its action', async () => {
  const names = (await readdir('actions')).sort()
  expect(names).toEqual([
    'accept-pull-request',
    'build-packages',
    'build-tarball',
    'compare-packages',
    'find-run',
    'init',
    'list-versions',
    'obs-provision',
    'obs-push',
    'obs-rebuild',
    'obs-release',
    'obs-sandbox',
    'obs-wait',
    'plan',
    'render-specs',
    'report-check',
    'report-issue',
    'report-run',
    'sbom',
    'setup-osc',
    'statement',
    'verify-repo',
  ])
  for (const name of names) {
    const action = parse(await readFile(join('actions', name, 'action.yml'), 'utf8')) as {
      inputs: object
      runs: { main: string }
    } // action.yml is generated
    const { stdout, code } = await runCommandLine([name, '--help'])
    const missing = Object.keys(action.inputs).filter((input) => input !== 'artifact' && !stdout.includes(`\n  --${input} `))
    expect([name, code, missing, action.runs.main]).toEqual([name, 0, [], `../../dist/${name}.js`])
  }
})

test('the bundle is at most 6 MB', async () => {
  const entries = await readdir('dist', { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  )
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(6_000_000)
})
