import { writeFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError, WorkError } from '../../src/error.js'
import type { Host } from '../../src/host/host.js'
import type { Plan } from '../../src/plan/plan.js'
import type { PackageModel } from '../../src/package/package-model.js'
import type { CheckResult } from '../../src/verify/request.js'
import { expectCells, repositoryUrl, verifyPlan, type VerificationRequest } from '../../src/verify/verification.js'
import { requireVerified } from '../../src/verify/conclusion.js'
import { testClock } from '../support/clock.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { severalBuilders } from '../support/several-builders.js'
import { emptyDownloadHost } from './fake-download-host.js'

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const [deb, rpm] = plan.builders
if (!deb || !rpm) throw new Error('the config has two builders')

const nothing = () => new Map<string, string>()

describe('a repository must hold, of each cell,', () => {
  test('the version and the names of its architecture', () => {
    expect(expectCells(deb, { plan, versions: {} }, nothing)).toMatchObject([
      { package: 'hello', version: '1.2.3', architecture: expect.objectContaining({ obs: 'x86_64', deb: 'amd64' }), files: [] },
      { package: 'hello', version: '1.2.3', architecture: expect.objectContaining({ obs: 'aarch64', deb: 'arm64' }), files: [] },
    ])
    expect(expectCells(rpm, { plan, versions: {} }, nothing).map(({ architecture }) => architecture.rpm)).toEqual(['x86_64'])
  })

  test('the programs of its architecture, where its format has them', () => {
    const files = "/usr/bin/hello: { binary: hello }\n      '{unitdir}/hello.service': { member: hello.service }"
    const both = planOf(parseConfig('packages.yaml', oneProgram.replace('/usr/bin/hello: { binary: hello }', files)))
    const digests = (name: string, architecture: string) =>
      new Map([
        ['hello', `${name} ${architecture}`],
        ['hello.service', 'unit'],
      ])
    const filesOf = (builder: (typeof plan.builders)[number]) =>
      expectCells(builder, { plan: both, versions: {} }, digests).map((cell) =>
        cell.files.map(({ path, sha256 }) => `${path} ${sha256}`),
      )
    expect(filesOf(deb)).toEqual([
      ['/usr/bin/hello hello x86_64', '/lib/systemd/system/hello.service unit'],
      ['/usr/bin/hello hello aarch64', '/lib/systemd/system/hello.service unit'],
    ])
    expect(filesOf(rpm)).toEqual([['/usr/bin/hello hello x86_64', '/usr/lib/systemd/system/hello.service unit']])
  })

  test('what its builder has, where builders of one format differ', () => {
    const text = severalBuilders('      /usr/bin/more: { binary: more, builders: [suse] }')
    const several = planOf(parseConfig('packages.yaml', text))
    const digests = () => new Map(['hello', 'more'].map((name) => [name, name]))
    const pathsIn = several.builders.map((builder) => [
      builder.name,
      ...expectCells(builder, { plan: several, versions: {} }, digests).map(({ files }) =>
        files.map(({ path }) => path).join(' '),
      ),
    ])
    expect(pathsIn).toEqual([
      ['deb', '/usr/bin/hello', '/usr/bin/hello'],
      ['rpm', '/usr/bin/hello'],
      ['suse', '/usr/bin/hello /usr/bin/more', '/usr/bin/hello /usr/bin/more'],
      ['leap', '/usr/bin/hello'],
    ])
    const [, , suse] = several.builders
    const [cell] = suse ? expectCells(suse, { plan: several, versions: {} }, digests) : []
    const model = { architecture: 'x86_64', files: new Map(), scripts: {}, relations: {} } as unknown as PackageModel // all that is read of it
    expect(cell?.declared?.(model)).toEqual(['/usr/bin/hello is missing', '/usr/bin/more is missing'])
  })

  test('the release that was published for it, and any where that is not known', () => {
    const versions = { hello: { deb: { aarch64: '1.2.3-4.1' }, rpm: { x86_64: '1.2.3-5.2' } }, other: { deb: { x86_64: '9-9' } } }
    expect(expectCells(deb, { plan, versions }, nothing).map(({ release }) => release)).toEqual([undefined, '4.1'])
    expect(expectCells(rpm, { plan, versions }, nothing).map(({ release }) => release)).toEqual(['5.2'])
  })

  test('the name that dpkg has for an architecture that the config added', () => {
    const text = `${oneProgram.replace('[x86_64, aarch64]', '[loongarch64]')}architectures: { loongarch64: { go: loong64, deb: loong64 } }\n`
    const added = planOf(parseConfig('packages.yaml', text))
    expect(expectCells(deb, { plan: added, versions: {} }, nothing)).toMatchObject([
      { architecture: { obs: 'loongarch64', deb: 'loong64', rpm: 'loongarch64' } },
    ])
  })
})

test.each([
  [undefined, 'https://download.opensuse.org/repositories/isv:/test:/stable:/v1.2/deb'],
  ['http://127.0.0.1:1/all', 'http://127.0.0.1:1/all/isv:/test:/stable:/v1.2/deb'],
  ['http://127.0.0.1:1/all//', 'http://127.0.0.1:1/all/isv:/test:/stable:/v1.2/deb'],
  ['https://example.org/{builder}?of={project}', 'https://example.org/deb?of=isv:test:stable:v1.2'],
  ['https://example.org/{project-path}/{builder}/', 'https://example.org/isv:/test:/stable:/v1.2/deb/'],
])('the repository of a builder, with repository-url %s, is %s', (given, url) => {
  expect(repositoryUrl({ plan, repositoryUrl: given }, deb)).toBe(url)
})

test('without a publish project it is the one of the build project', () => {
  const alone = { ...plan, publishProject: undefined }
  expect(repositoryUrl({ plan: alone, repositoryUrl: 'http://h' }, deb)).toBe('http://h/isv:/test:/stable:/v1.2:/build/deb')
})

describe('a plan is verified', () => {
  let host: TestHost
  let asked: readonly string[]
  let keys: string[]

  beforeEach(async () => {
    const fake = emptyDownloadHost()
    asked = fake.asked
    keys = []
    host = await testHost({ http: fake.http, clock: testClock(), exec: fakeGpg })
  })

  afterEach(() => host.remove())

  /** A fake gpg that remembers what is written where a key has its numbers. */
  const fakeGpg: Host['exec'] = async (_, args) => {
    const file = args.at(-1) ?? ''
    if (args.includes('--show-keys')) keys.push((await readFile(file)).subarray(7).toString())
    return { code: 0, stdout: 'pub:::::::::\nfpr:::::::::0123ABCD:\n', stderr: '' }
  }

  /** A packet of OpenPGP that says it is a public key (RFC 9580, 5.5.2), and a name where a key has its numbers. */
  function fakeKey(name: string): string {
    return Buffer.concat([Buffer.from([0xc6, 5 + name.length, 4, 0, 0, 0, 0]), Buffer.from(name)]).toString('latin1')
  }

  function verify(request: Partial<VerificationRequest>): Promise<readonly CheckResult[]> {
    const defaults = { plan, repositoryUrl: 'http://h', key: undefined, checks: ['install' as const], install: [], timeout: 0 }
    const rest = { sources: undefined, binaries: undefined, versions: {}, programs: nothing, otherHosts: [] }
    return verifyPlan({ ...defaults, ...rest, ...request }, host)
  }

  const installed = async (of: Plan, ...install: string[]) => (await verify({ plan: of, install })).map(({ subject }) => subject)

  test('each repository by the checks that were asked for', async () => {
    const results = await verify({ checks: ['presence'] })
    expect(results.map(({ check, subject, passed }) => `${check} ${subject}: ${passed}`)).toEqual([
      'presence deb hello 1.2.3 amd64: false',
      'presence deb hello 1.2.3 arm64: false',
      'presence rpm hello 1.2.3 x86_64: false',
    ])
    expect(asked.map((url) => url.split('/').slice(0, -1).join('/'))).toEqual(
      expect.arrayContaining(['http://h/isv:/test:/stable:/v1.2/deb', 'http://h/isv:/test:/stable:/v1.2/rpm/repodata']),
    )
  })

  test.each([
    ['amd46', 'Input `install` has amd46; did you mean amd64?'],
    ['s390x', 'Input `install` has s390x, for which there is nothing; there are x86_64, aarch64.'],
    ['armhf', 'Input `install` has armhf, for which there is nothing; there are x86_64, aarch64.'],
    ['ppc64el', 'Input `install` has ppc64el, for which there is nothing; there are x86_64, aarch64.'],
    ['somewhere', 'Input `install` has somewhere, for which there is nothing; there are x86_64, aarch64.'],
  ])('not when %s shall be installed, and nothing is fetched', async (name, message) => {
    const failure: unknown = await verify({ install: ['x86_64', name] }).catch((error: unknown) => error)
    expect([failure, asked]).toEqual([new UserError(message), []])
  })

  test.each([
    ['x86_64', ['deb hello 1.2.3 amd64', 'rpm hello 1.2.3 x86_64']],
    ['amd64', ['deb hello 1.2.3 amd64', 'rpm hello 1.2.3 x86_64']],
    ['arm64', ['deb hello 1.2.3 arm64']],
    ['aarch64', ['deb hello 1.2.3 arm64']],
  ])('with installs for %s', async (name, subjects) => {
    expect(await installed(plan, name)).toEqual(subjects)
  })

  test('with installs for all by default', async () => {
    expect(await installed(plan)).toHaveLength(3)
  })

  test('with installs for every architecture that a name means', async () => {
    const text = oneProgram.replace('[x86_64, aarch64]', '[armv6l, armv7l, aarch64]')
    const added = planOf(parseConfig('packages.yaml', `${text}architectures: { armv6l: { go: arm, deb: armel } }\n`))
    expect(await installed(added, 'arm')).toEqual(['deb hello 1.2.3 armel', 'deb hello 1.2.3 armhf'])
    expect(await installed(added, 'armhf')).toEqual(['deb hello 1.2.3 armhf'])
  })

  test.each<[string, Plan['key'], string | undefined, string[]]>([
    ['given', { text: fakeKey('of the plan') }, fakeKey('given'), ['given', 'given']],
    ['of the plan, as text', { text: fakeKey('of the plan') }, undefined, ['of the plan', 'of the plan']],
    ['that the repository has itself, of which there is none', undefined, undefined, []],
  ])('with the key %s', async (_, key, given, expected) => {
    await verify({ plan: { ...plan, ...(key && { key }) }, key: given, checks: ['signatures'] })
    expect(keys).toEqual(expected)
  })

  test('with the key in the file that the plan names', async () => {
    const file = join(host.directories.work, 'key.asc')
    await writeFile(file, fakeKey('in the file'), 'latin1')
    await verify({ plan: { ...plan, key: { file, at: 'packages.yaml:3:1' } }, checks: ['signatures'] })
    expect(keys).toEqual(['in the file', 'in the file'])
  })

  test('not when that file is missing, which is told with its place before anything is fetched', async () => {
    const file = join(host.directories.work, 'key.asc')
    const message = `packages.yaml:3:1: There is no ${file}; correct the path, or add the file.`
    await expect(verify({ plan: { ...plan, key: { file, at: 'packages.yaml:3:1' } } })).rejects.toThrow(message)
    expect(asked).toEqual([])
  })

  test('not when a placeholder of its address means nothing', async () => {
    const failure: unknown = await verify({ repositoryUrl: 'http://h/{projekt}/{builder}' }).catch((error: unknown) => error)
    const message =
      'Input `repository-url` has the unknown placeholder {projekt}; known here: {project}, {project-path}, {builder}.'
    expect([failure, asked]).toEqual([new UserError(message), []])
  })
})

describe('the results', () => {
  const good: CheckResult = { check: 'presence', subject: 'deb hello', state: 'passed', passed: true, evidence: 'is there' }
  const bad: CheckResult = { check: 'install', subject: 'rpm hello', state: 'failed', passed: false, evidence: 'dnf refuses it' }

  test('are well when every check passed', () => {
    expect(() => requireVerified([good, good])).not.toThrow()
  })

  test.each<[string, CheckResult[], string]>([
    ['one failed', [good, bad], '1 of 2 checks of the published repositories failed: rpm hello, install: dnf refuses it'],
    [
      'two failed',
      [bad, good, { ...bad, subject: 'deb hello' }],
      '2 of 3 checks of the published repositories failed: rpm hello, install: dnf refuses it; deb hello, install: dnf refuses it',
    ],
    ['there is none', [], 'No check of the published repositories was made, so nothing is proved.'],
  ])('are a failure when %s', (_, results, message) => {
    expect(() => requireVerified(results)).toThrow(new WorkError(message))
  })
})
