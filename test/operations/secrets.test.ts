import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { runBuilder } from '../../src/local-build/builder.js'
import { signRpm } from '../../src/local-build/signer.js'
import { openArchive } from '../../src/sandbox/debian-archive.js'
import { provideOsc } from '../../src/obs/osc-install.js'
import { openOsc } from '../../src/obs/osc.js'
import { registry } from '../../src/operations/registry.js'
import { unpackMembers } from '../../src/source/archive.js'
import { readTarballDigests } from '../../src/source/packing.js'
import { writeTarball } from '../../src/source/tarball.js'
import { describeCheckout } from '../../src/project/checkout.js'
import { oneProgram } from '../support/config.js'
import { plantFakePrograms, type Seen } from '../support/fake-programs.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation } from './run.js'

const canary = 'CANARY-that-nobody-may-see'
const names = [
  ...['GITHUB_TOKEN', 'GH_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_RUNTIME_TOKEN'],
  ...['OSC_PASSWORD', 'INPUT_PASSWORD', 'INPUT_SSH-KEY', 'INPUT_SIGNING-KEY', 'AWS_SECRET_ACCESS_KEY', 'NPM_TOKEN', 'MY_SECRET'],
]
const canaries = Object.fromEntries(names.map((name) => [name, canary]))

/** What the fakes answer, so that operations come as far as they can. */
const scripts = {
  osc: 'if [ "$1" = --version ]; then echo 1.28.0; else echo "<person/>"; fi',
  python3: 'exit 0',
  git: 'echo v1.0.0-0-g0123456',
  gpg: 'echo fpr:::::::::ABCDEF:',
  gpgconf: '',
  'apt-get': '',
  'dpkg-deb': 'echo "Debian dpkg-deb 1.22.0"',
  'dpkg-scanpackages': '',
  createrepo_c: '',
  debbuild: 'echo "version 24"',
  rpm: '',
  rpmbuild: 'echo "RPM version 4.18.0"',
  rpmsign: '',
  tar: '',
  xz: '/bin/cat',
}

/** The inputs of operations with secrets, beside the secrets. */
const others: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  publish: { config: 'packages.yaml', version: '1.0.0', username: 'jane', apiurl: 'http://127.0.0.1:9' },
  'setup-osc': { username: 'jane', apiurl: 'http://127.0.0.1:9' },
  'build-packages': { config: 'packages.yaml', version: '1.0.0' },
  embargo: { config: 'packages.yaml', until: '2026-12-01T17:00:00Z' },
  'open-pull-request': { files: 'a', subject: 'b', title: 'c', repository: 'a/b' },
  promote: { mode: 'check', 'pull-request': '1', repository: 'a/b' },
  'find-run': { workflow: 'build.yml', repository: 'a/b' },
  'accept-pull-request': { run: '1', project: 'a:b', repository: 'a/b' },
  'report-check': { state: 'failed', sha: '0'.repeat(40), repository: 'a/b' },
  'report-issue': { state: 'failed', repository: 'a/b' },
  'verify-repo': { packages: 'hello', version: '1.0.0', attestations: 'verification' },
}

let host: TestHost
let seen: () => Promise<Seen[]>

// Jest gives each test file a copy of its environment.
beforeAll(() => void Object.assign(process.env, canaries))

beforeEach(async () => {
  const env: Record<string, string> = { ...canaries }
  host = await testHost({ env })
  const bin = join(host.directories.work, 'bin')
  seen = await plantFakePrograms(bin, join(host.directories.work, 'seen'), scripts)
  Object.assign(env, { PATH: `${bin}:/usr/bin:/bin`, HOME: host.directories.work, PIP_INDEX_URL: 'mirror', OSC_CONFIG: 'oscrc' })
  // @actions/tool-cache reads them, as the doors set them.
  Object.assign(process.env, { RUNNER_TOOL_CACHE: join(host.directories.cache, 'tools'), RUNNER_TEMP: host.directories.temp })
  const files = {
    'packages.yaml': oneProgram,
    LICENSE: 'text',
    'README.md': 'text',
    'bin/amd64/hello': '',
    'bin/arm64/hello': '',
  }
  for (const [name, content] of Object.entries(files)) {
    const file = join(host.directories.work, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content || '#!/bin/sh\n')
  }
})

afterEach(() => host.remove())

/** The programs that ran, none of which may have seen a canary. */
async function programsWithoutSecrets(): Promise<readonly string[]> {
  const all = await seen()
  for (const each of all) expect(JSON.stringify(each)).not.toContain(canary)
  return [...new Set(all.map(({ program }) => program))]
}

test('the operations that have secrets are those below', async () => {
  const secretive: string[] = []
  for (const load of Object.values(registry)) {
    const { name, inputs } = await load()
    if (Object.values(inputs).some(({ secret }) => secret)) secretive.push(name)
  }
  expect(secretive.sort()).toEqual(Object.keys(others).sort())
})

test.each([
  ['publish', 'pip', ['osc', 'python3']],
  ['publish', 'auto', ['osc']],
  ['setup-osc', 'auto', ['osc']],
  ['setup-osc', 'apt', ['apt-get', 'osc']],
  ['build-packages', '', ['debbuild', 'dpkg-deb', 'gpg', 'gpgconf', 'rpmbuild']],
])('no program that %s (%s) starts sees a secret', async (name, install, programs) => {
  const operation = await registry[name]?.()
  if (operation === undefined) throw new Error(`there is no ${name}`)
  const inputs: Record<string, string> = { ...others[name], ...(install === '' ? {} : { install }) }
  for (const [input, { secret }] of Object.entries(operation.inputs)) {
    if (secret) inputs[input] = `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${canary}`
  }
  const { failure } = await runOperation(operation, host, inputs)
  expect([failure, await programsWithoutSecrets()]).toEqual([failure, expect.arrayContaining(programs)])
})

test.each<[string, () => Promise<unknown>]>([
  ['osc', () => openOsc(host).read('/about')],
  ['osc', () => openOsc(host).change('PUT', '/source/a', { text: 'body' })],
  ['python3', () => provideOsc('pip', '1.28.0', host)],
  ['git', () => describeCheckout(host)],
  [
    'rpmbuild',
    () =>
      runBuilder('rpmbuild', [], {}, { folder: host.directories.work, log: file('log'), package: { time: 0 } } as never, host),
  ], // no more is used
  ['rpmsign', () => signRpm(file('an.rpm'), { fingerprint: 'AB', publicKey: '', home: host.directories.temp }, host)],
  [
    'apt-get',
    () =>
      openArchive({ architectures: ['amd64'], suites: [], directory: file('apt') }, host).then((a) =>
        a.download(['a'], file('debs')),
      ),
  ],
  ['tar', () => readTarballDigests(file('a.tar'), host)],
  ['xz', () => writeTarball(file('a.tar.xz'), [], 0, 'fast', host.env)],
  [
    'xz',
    () =>
      writeFile(file('xz'), Buffer.from('fd377a585a0000', 'hex')).then(() =>
        unpackMembers(file('xz'), 0, [], file('out'), host.env),
      ),
  ],
])('%s starts without a secret', async (program, run) => {
  await run().catch(() => undefined)
  expect(await programsWithoutSecrets()).toContain(program)
})

function file(name: string): string {
  return join(host.directories.work, name)
}

test.each<[string, readonly string[], () => Promise<unknown>]>([
  ['git', ['HOME', 'PATH'], () => describeCheckout(host)],
  ['osc', ['HOME', 'OSC_CONFIG', 'PATH'], () => openOsc(host).read('/about')],
  ['python3', ['HOME', 'PATH', 'PIP_INDEX_URL'], () => provideOsc('pip', undefined, host)],
])('%s gets exactly %j', async (program, expected, run) => {
  await run().catch(() => undefined)
  const [first] = (await seen()).filter((each) => each.program === program)
  // A shell adds the last two.
  const given = Object.keys(first?.environment ?? {}).filter((name) => !['PWD', '_'].includes(name))
  expect(given.sort()).toEqual(expected)
})
