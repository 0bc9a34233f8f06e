import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { checkAttestations, statementTypes } from '../../src/attestation/attestation-check.js'
import { readDemand, type DemandInputs } from '../../src/attestation/attestation-demand.js'
import { hashBytes } from '../../src/host/file.js'
import type { Answer, Request } from '../../src/host/exchange.js'
import { startFakeSigstore, type FakeSigstore } from '../source/fake-sigstore.js'
import { testHost, type TestHost } from '../support/host.js'
import type { CheckResult } from '../../src/verify/request.js'

const workflow = 'obs-publish/obs-publish/.github/workflows/attest.yml'
const sub = `https://github.com/${workflow}@refs/tags/v1`
const iss = 'https://token.actions.githubusercontent.com'
const repository = 'jane/hello'
const claims = { sub, iss, repository }
const sha256 = hashBytes('the deb', 'sha256')
const { verification, sbom } = statementTypes

const seen: CheckResult = {
  ...{ check: 'presence', subject: 'deb hello 1.2.3 amd64', state: 'passed', passed: true, evidence: 'there' },
  cell: { format: 'deb', package: 'hello', version: '1.2.3-1', architecture: 'amd64' },
  facts: { version: '1.2.3-1', digest: `sha256:${sha256}`, file: 'hello_1.2.3-1_amd64.deb' },
}

let host: TestHost
let sigstore: FakeSigstore
let folder: string
beforeAll(async () => {
  host = await testHost({ env: {} })
  sigstore = await startFakeSigstore()
  folder = join(host.directories.work, 'bundles')
  await writeFile(join(host.directories.work, 'root.json'), sigstore.root)
})
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
})
afterAll(async () => {
  await sigstore.close()
  await host.remove()
})

const standard: DemandInputs = {
  attestations: ['verification'],
  bundles: 'bundles',
  'signer-workflow': workflow,
  'signer-repository': repository,
  'trusted-root': 'root.json',
  token: undefined,
}

/** The rows of a demand, in short. */
async function check(inputs: Partial<DemandInputs> = {}, at: TestHost = host, results = [seen]) {
  const demand = await readDemand({ ...standard, ...inputs }, at)
  if (demand === undefined) return undefined
  return (await checkAttestations(results, demand, at)).map((row) => `${row.state} ${row.subject}: ${row.evidence}`)
}

const keep = (name: string, ...bundles: readonly string[]) => writeFile(join(folder, name), bundles.join('\n'))
const passed = `passed deb hello 1.2.3 amd64, attestation verification: ${workflow}, run for ${repository}, states it of sha256 ${sha256}`
const failed = 'failed deb hello 1.2.3 amd64, attestation verification'

test('a package has its statement by the workflow in a run of the repository, among others', async () => {
  await keep(
    'all.jsonl',
    await sigstore.attest([{ sha256: hashBytes('another', 'sha256') }], claims, verification),
    await sigstore.attest([{ sha256 }], claims, sbom),
    await sigstore.sign(Buffer.from('the deb'), claims).catch(() => ''),
  )
  await keep(
    'good.sigstore.json',
    await sigstore.attest([{ sha256: hashBytes('x', 'sha256') }, { sha256 }], claims, verification),
  )
  expect(await check()).toEqual([passed])
  expect(await check({ 'signer-workflow': `${workflow}@refs/tags/v1` })).toHaveLength(1)
})

describe('a package fails', () => {
  const none = `nobody states it of hello_1.2.3-1_amd64.deb with sha256 ${sha256}: call attest.yml after the release`
  const wrong = 'what is stated of hello_1.2.3-1_amd64.deb does not count, because'
  const attest = (more: object, type: string = verification, digest = sha256) =>
    sigstore.attest([{ sha256: digest }], { ...claims, ...more }, type)

  test.each([
    ['without a statement', () => Promise.resolve(undefined), {}, none],
    ['whose statement is another', () => attest({}, sbom), {}, none],
    ['whose statement is of another file', () => attest({}, verification, '0'.repeat(64)), {}, none],
    [
      'whose statement any repository could have made by the same workflow',
      () => attest({ repository: 'mallory/hello' }),
      {},
      `${wrong} it was signed in a run of https://github.com/mallory/hello, and not of https://github.com/jane/hello`,
    ],
    [
      'whose statement another workflow made',
      () => attest({ sub: 'https://github.com/jane/hello/.github/workflows/ci.yml@refs/heads/main' }),
      {},
      `${wrong} it was signed by https://github.com/jane/hello/.github/workflows/ci.yml@refs/heads/main, and not by https://github.com/${workflow}`,
    ],
    [
      'whose statement a workflow of a longer name made',
      () => attest({ sub: `https://github.com/${workflow}l@refs/tags/v1` }),
      {},
      `${wrong} it was signed by https://github.com/${workflow}l@refs/tags/v1, and not by https://github.com/${workflow}`,
    ],
    [
      'whose statement is of another ref than the one that is asked for',
      () => attest({}),
      { 'signer-workflow': `${workflow}@refs/tags/v2` },
      `${wrong} it was signed by ${sub}, and not by https://github.com/${workflow}@refs/tags/v2`,
    ],
    [
      'whose signer somebody else vouches for',
      () => attest({ iss: 'https://example.org' }),
      {},
      `${wrong} https://example.org vouches for its signer, and not ${iss}`,
    ],
    ['whose statement is no bundle', () => Promise.resolve('{}'), {}, `${wrong} a bundle does not hold: `],
  ])('%s', async (_, make, inputs, evidence) => {
    const bundle = await make()
    if (bundle !== undefined) await keep('one.json', bundle)
    const rows = await check(inputs)
    expect(rows).toEqual([expect.stringContaining(`${failed}: ${evidence}`)])
  })

  test('whose statement another Sigstore vouches for', async () => {
    const other = await startFakeSigstore()
    await keep('one.json', await other.attest([{ sha256 }], claims, verification))
    await other.close()
    expect(await check()).toEqual([expect.stringContaining(`${failed}: ${wrong} a bundle does not hold: `)])
  })
})

test('what was not seen with its bytes is not asked about, because presence has failed for it', async () => {
  expect(await check({}, host, [{ ...seen, state: 'failed', passed: false }])).toEqual([])
})

describe('without a folder GitHub is asked', () => {
  /** A host for which GitHub answers so. */
  function hostOf(answer: Partial<Answer>, asked: Request[] = []): TestHost {
    const exchange = (request: Request) => {
      asked.push(request)
      return Promise.resolve({ status: 200, headers: {}, text: '', ...answer })
    }
    return { ...host, http: { ...host.http, exchange } }
  }
  const inputs = { bundles: undefined, token: 'secret' }

  test('by the digest', async () => {
    const asked: Request[] = []
    const bundle = JSON.parse(await sigstore.attest([{ sha256 }], claims, verification)) as object // what was signed
    const at = hostOf({ text: JSON.stringify({ attestations: [{ bundle, repository_id: 1 }, { bundle: null }] }) }, asked)
    expect(await check(inputs, at)).toEqual([passed])
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET https://api.github.com/repos/jane/hello/attestations/sha256:${sha256}?per_page=100`,
    ])
    expect(host.lines).toContain('mask: secret')
  })

  test.each([404, 200])('and has none with %d', async (status) => {
    const at = hostOf({ status, text: status === 200 ? '{"attestations":[]}' : '{"message":"Not Found"}' })
    expect(await check(inputs, at)).toEqual([expect.stringContaining(`${failed}: nobody states it`)])
  })

  test('and says what right is missing', async () => {
    const at = hostOf({ status: 403, text: '{"message":"Resource not accessible by integration"}' })
    await expect(check(inputs, at)).rejects.toThrow('grant the job `permissions: { attestations: read }`')
  })
})

describe('a demand', () => {
  test('is none unless kinds are named', async () => {
    expect(await check({ attestations: [] })).toBeUndefined()
  })

  test.each([
    [{ attestations: ['luck'] }, 'Input `attestations` has luck; known are verification, sbom.'],
    [
      { 'signer-workflow': 'attest.yml' },
      'Input `signer-workflow` must be owner/name/.github/workflows/file.yml, perhaps with @ and a ref, not "attest.yml".',
    ],
    [
      { 'signer-repository': undefined },
      'Input `signer-repository` must be owner/name, not ""; its default is the variable GITHUB_REPOSITORY.',
    ],
    [{ bundles: undefined }, 'Input `token` is missing: grant the job `permissions: { attestations: read }`'],
    [{ bundles: 'nowhere' }, /^There is no folder .*nowhere; give one with Sigstore bundles/],
    [{ 'trusted-root': 'bundles' }, /correct the input `trusted-root`\.$/],
  ])('that is wrong is told: %j', async (inputs, message) => {
    await expect(check(inputs)).rejects.toMatchObject({ name: 'UserError' })
    await expect(check(inputs)).rejects.toThrow(message)
  })
})
