import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import type { Artifacts } from '../../src/host/artifact.js'
import type { Plan } from '../../src/plan/plan.js'
import { listFiles, mapPaths } from '../../src/plan/transport.js'
import { openPlan, toPortable, uploadPlan } from '../../src/project/plan-file.js'
import { resolvePlan } from '../../src/project/planning.js'
import { findBeside } from '../../src/source/beside.js'
import { readBeside, readChangelog } from '../../src/source/changelog-file.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'

/** Fake artifacts, which a folder keeps. */
function fakeArtifacts(store: string): Artifacts {
  return {
    upload: (name, folder) => cp(folder, join(store, name), { recursive: true }),
    download: async (name, folder) => {
      await cp(join(store, name), folder, { recursive: true })
      return [name]
    },
    copy: () => Promise.reject(new Error('there is no other run')),
  }
}

const files = {
  'release/packages.yaml': oneProgram
    .replace('obs:\n', 'obs:\n  signing-key: keys/users.asc\n')
    .replace('"bin/{goarch}" }', '"../bin/{goarch}", sha256: SUMS, signature: { url: SUMS.asc, keys: [signers/users.asc] } }')
    .concat(
      '    units: { hello.service: { file: hello.service } }\n    changelog: { file: ../CHANGELOG.md }\n    spec: hello.spec.in\n',
    ),
  'release/keys/users.asc': 'the key of the users',
  'release/signers/users.asc': 'the key of the signer, called like the one of the users',
  'release/SUMS': 'sums',
  'release/SUMS.asc': 'signature of the sums',
  'release/hello.service': '[Service]',
  'release/hello.spec.in': 'Name: hello',
  'release/LICENSE': 'licence',
  'release/README.md': 'readme',
  'CHANGELOG.md': '## 1.2.3\n- Greets\n',
}

let first: TestHost
let second: TestHost

beforeEach(async () => {
  const env = { PATH: process.env['PATH'], SOURCE_DATE_EPOCH: '5' }
  const store = await testHost()
  const artifacts = fakeArtifacts(store.directories.work)
  first = await testHost({ env, artifacts })
  second = await testHost({ env, artifacts })
  // It goes away with the second host.
  await rm(second.directories.cache, { recursive: true })
  await cp(store.directories.work, second.directories.cache, { recursive: true })
  await store.remove()
  Object.assign(artifacts, fakeArtifacts(second.directories.cache))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(first.directories.work, name)), { recursive: true })
    await writeFile(join(first.directories.work, name), content)
  }
})

afterEach(async () => {
  await first.remove()
  await second.remove()
})

const made = (config = 'release/packages.yaml') => resolvePlan({ config, version: '1.2.3', packages: [] }, first)
const root = (host: TestHost) => dirname(host.directories.work)

test('the JSON of a plan names files by their place in the checkout, wherever that is', async () => {
  const plan = await made()
  const json = JSON.stringify(toPortable(plan, first))
  expect(json).not.toContain(root(first))
  expect(await openPlan(json, first)).toEqual(plan)
  const elsewhere = await openPlan(`\n  ${json}`, second)
  expect(listFiles(elsewhere).map((file) => relative(second.directories.work, file))).toEqual(
    listFiles(plan).map((file) => relative(first.directories.work, file)),
  )
  expect(elsewhere.packages[0]?.sources[0]?.address).toEqual({ folder: join(second.directories.work, 'bin/amd64') })
})

test.each([
  ['work/..data/file', '..data/file'],
  ['work', '.'],
  ['elsewhere/file', '<root>/elsewhere/file'],
  ['work/../elsewhere', '<root>/elsewhere'],
])('the place %s is called %s in it', async (place, called) => {
  const { key } = toPortable({ ...(await made()), key: { file: join(root(first), place), at: '' } }, first)
  expect(key).toEqual({ file: called.replace('<root>', root(first)), at: '' })
})

test('a plan in a file is found by its path', async () => {
  const plan = await made()
  await writeFile(join(first.directories.work, 'plan.json'), JSON.stringify(toPortable(plan, first)))
  expect(await openPlan('plan.json', first)).toEqual(plan)
  expect(await openPlan(join(first.directories.work, 'plan.json'), first)).toEqual(plan)
})

test('a plan made of a preset names its files by their place in the suite', async () => {
  const plan = await made('kubernetes')
  const json = JSON.stringify(toPortable(plan, first))
  expect(json).not.toContain(first.directories.suite)
  expect(json).toContain('{suite}/presets/kubernetes/kubelet.service')
  const other = { ...second, directories: { ...second.directories, suite: '/other/suite' } }
  expect(listFiles(await openPlan(json, other))).toEqual(
    listFiles(plan).map((file) => file.replace(first.directories.suite, '/other/suite')),
  )
})

describe('an artifact with a plan', () => {
  const readAll = (plan: Plan) => Promise.all(listFiles(plan).map((file) => readFile(file, 'utf8').catch(() => undefined)))

  interface Handed {
    readonly plan: Plan
    /** What the files of the first job held. */
    readonly contents: readonly (string | undefined)[]
    readonly received: Plan
  }

  async function handOver(config?: string): Promise<Handed> {
    const plan = await made(config)
    const contents = await readAll(plan)
    await uploadPlan(plan, 'plan', first)
    // Nothing of the first job is there in the second.
    await rm(first.directories.work, { recursive: true })
    return { plan, contents, received: await openPlan('artifact:plan', second) }
  }

  test('brings every small file along, so that the second job needs no checkout', async () => {
    const { plan, contents, received } = await handOver()
    expect(contents).toHaveLength(9)
    expect(contents).not.toContain(undefined)
    expect(await readAll(received)).toEqual(contents)
    expect(JSON.stringify(received)).not.toContain(root(first))
    const strip = (each: Plan) => mapPaths(each, () => '')
    expect(strip(received)).toEqual(strip(plan))
  })

  test('serves whoever reads those files', async () => {
    const [planned] = (await handOver()).received.packages
    if (!planned?.spec) throw new Error('the plan has a spec')
    expect(await readBeside(planned.spec)).toBe('Name: hello')
    expect(await readChangelog(planned)).toEqual([{ version: '1.2.3', time: 5, changes: ['Greets'] }])
    expect((await findBeside(planned)).map(({ name }) => name)).toEqual(['LICENSE', 'README.md', 'hello.service'])
  })

  test('brings along what a preset names', async () => {
    const { received, contents } = await handOver('kubernetes')
    const { temp } = second.directories
    expect(listFiles(received).filter((file) => !file.startsWith(temp))).toEqual([])
    expect(await readAll(received)).toEqual(contents)
  })

  test('leaves nothing behind in the first job', async () => {
    await handOver()
    expect(await readdir(first.directories.temp)).toEqual([])
  })

  test.each([
    ['is missing', (file: string) => rm(file), 'hello needs hello.service, and there is no'],
    [
      'is a folder',
      async (file: string) => {
        await rm(file)
        await mkdir(file)
      },
      'hello needs hello.service, and there is no',
    ],
  ])('with a file that %s leads to the error at its place', async (_, spoil, message) => {
    await spoil(join(first.directories.work, 'release/hello.service'))
    const [planned] = (await handOver()).received.packages
    if (!planned) throw new Error('the plan has a package')
    const missing = join(second.directories.work, 'release/hello.service')
    await expect(findBeside(planned)).rejects.toThrow(new UserError(`release/packages.yaml:25:37: ${message} ${missing}.`))
  })

  test('with something else is refused', async () => {
    await mkdir(join(second.directories.cache, 'sources'))
    await expect(openPlan('artifact:sources', second)).rejects.toThrow(
      new UserError('Artifact sources holds no plan: give the name by which the operation plan uploaded it.'),
    )
  })

  test('that was damaged is refused by its name', async () => {
    await mkdir(join(second.directories.cache, 'plan'))
    await writeFile(join(second.directories.cache, 'plan', 'plan.json'), '{')
    await expect(openPlan('artifact:plan', second)).rejects.toThrow(/^Artifact plan is no JSON \(/)
  })
})

test.each([
  ['missing.json', 'is neither JSON nor a file: there is no <work>/missing.json; give artifact:NAME for an artifact.'],
  ['[]', 'is neither JSON nor a file: there is no <work>/[]; give artifact:NAME for an artifact.'],
  ['{}', 'is no plan: give the output `plan` of the operation plan, whole.'],
])('%s is no plan', async (given, message) => {
  const told = `Input \`plan\` ${message.replace('<work>', first.directories.work)}`
  await expect(openPlan(given, first)).rejects.toThrow(new UserError(told))
})
