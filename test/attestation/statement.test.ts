import { readFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { showOutput } from '../../src/declaration/operation.js'
import { hashBytes } from '../../src/host/file.js'
import { statement } from '../../src/operations/statement.js'
import type { Plan } from '../../src/plan/plan.js'
import { runOperation } from '../operations/run.js'
import { parseConfig } from '../../src/config/config.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'

let host: TestHost
let plan: Plan
beforeAll(async () => {
  const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678), sleep: () => Promise.resolve() }
  const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'jane/hello', GITHUB_RUN_ID: '7' }
  host = await testHost({ clock, env })
  plan = planOf(parseConfig('packages.yaml', oneProgram.replace('packages:', suse)))
})
afterAll(() => host.remove())

/** Two builders of rpms beside the one of debs. */
const suse = `  suse:
    format: rpm
    paths: [{ project: "openSUSE:Factory", repository: standard }]
    architectures: [x86_64]
packages:`

const digest = (text: string) => hashBytes(text, 'sha256')
const rowOf = (format: string, architecture: string, content: string, more: object = {}) => ({
  ...{ check: 'presence', subject: `${format} hello 1.2.3 ${architecture}`, state: 'passed', passed: true, evidence: 'there' },
  cell: { format, package: 'hello', version: '1.2.3-1.1', architecture },
  facts: { version: '1.2.3-1.1', digest: `sha256:${digest(content)}`, file: `hello.${architecture}.${content}.${format}` },
  ...more,
})
const debs = [rowOf('deb', 'amd64', 'a'), rowOf('deb', 'arm64', 'b')]
const rpms = [rowOf('rpm', 'x86_64', 'c'), rowOf('rpm', 'x86_64', 'd')]
const unproved = rowOf('deb', 'arm64', 'b', { check: 'install', state: 'unproved', facts: {} })
const rows: readonly object[] = [
  ...debs,
  ...rpms,
  unproved,
  { check: 'metadata', subject: 'Release', state: 'warning', passed: true, evidence: 'old' },
]
const released = [{ package: 'hello', srcmd5: 'abc', project: 'home:jane:stable', containers: ['hello.20260102'] }]

async function state(report: readonly object[] = rows, release: unknown = released, more: Record<string, string> = {}) {
  await writeFile(join(host.directories.work, 'plan.json'), JSON.stringify(plan))
  const inputs = { plan: 'plan.json', released: JSON.stringify(release), report: JSON.stringify(report), ...more }
  const { failure, outputs } = await runOperation(statement, host, inputs)
  const read = (name: string) => readFile(showOutput(outputs[name]), 'utf8')
  return { failure, outputs, read }
}

test('a release whose proof is whole is stated, with where it was built and how each package was checked', async () => {
  const { failure, outputs, read } = await state()
  expect(failure).toBeUndefined()
  expect(outputs['predicate-type']).toBe('https://github.com/obs-publish/obs-publish/blob/main/docs/verification.md#v1')
  const predicate: unknown = JSON.parse(await read('predicate'))
  const packageOf = (format: string, architecture: string, content: string, checks: object = { presence: 'passed' }) => ({
    ...{ file: `hello.${architecture}.${content}.${format}`, sha256: digest(content), format, name: 'hello' },
    ...{ version: '1.2.3-1.1', architecture, checks },
  })
  expect(predicate).toEqual({
    verifier: { id: 'https://github.com/obs-publish/obs-publish', version: '0.1.0' },
    time: '2026-01-02T03:04:05Z',
    run: 'https://github.com/jane/hello/actions/runs/7',
    release: { version: '1.2.3', channel: 'stable' },
    obs: {
      apiurl: 'https://api.opensuse.org',
      buildProject: plan.buildProject,
      publishProject: plan.publishProject,
      packages: [{ name: 'hello', srcmd5: 'abc', project: 'home:jane:stable', containers: ['hello.20260102'] }],
    },
    checks: {
      metadata: { passed: 0, warning: 1, unproved: 0 },
      presence: { passed: 4, warning: 0, unproved: 0 },
      install: { passed: 0, warning: 0, unproved: 1 },
    },
    packages: [
      packageOf('deb', 'amd64', 'a'),
      packageOf('deb', 'arm64', 'b', { presence: 'passed', install: 'unproved' }),
      packageOf('rpm', 'x86_64', 'c'),
      packageOf('rpm', 'x86_64', 'd'),
    ],
  })
  const lines = checksumsOf(['amd64.a.deb', 'arm64.b.deb', 'x86_64.c.rpm', 'x86_64.d.rpm'])
  expect(await read('packages')).toBe(lines)
})

/** As sha256sum writes them; the content is the letter in the name. */
function checksumsOf(names: readonly string[]): string {
  return names.map((name) => `${digest(name.split('.')[1] ?? '')}  hello.${name}\n`).join('')
}

test('the predicate is right by the published schema, which describes every key of it', async () => {
  const schema = JSON.parse(readFileSync('schema/verification.schema.json', 'utf8')) as object // what the generator writes
  const predicate: unknown = JSON.parse(await (await state()).read('predicate'))
  expect(new Ajv({ strict: true }).validate(schema, predicate)).toBe(true)
  const pruned: unknown = structuredClone(predicate)
  new Ajv({ removeAdditional: 'all' }).compile(schema)(pruned)
  expect(pruned).toEqual(predicate)
  expect(new Ajv().validate(schema, { ...Object(predicate), packages: [{ sha256: 'x' }] })).toBe(false)
})

describe('nothing is stated', () => {
  test.each([
    [
      'when a check failed',
      [...rows, { ...debs[0], check: 'payload', state: 'failed', passed: false }],
      /^WorkError: 1 of 7 checks failed \(deb hello 1.2.3 amd64, payload\)/,
    ],
    [
      'when a builder has no report',
      [...debs, ...rpms.slice(1)],
      /^WorkError: The report proves nothing of hello of suse for x86_64/,
    ],
    [
      'when an architecture is missing',
      [...debs.slice(1), ...rpms],
      /^WorkError: The report proves nothing of hello of deb for x86_64/,
    ],
    ['without a report', [], /^WorkError: The report proves nothing of hello of deb for x86_64/],
  ])('%s', async (_, report, failure) => {
    expect((await state(report)).failure).toMatch(failure)
  })

  test.each([
    ['of a package whose release is not known', [], /^WorkError: Nothing is known of the release of hello, so nothing is stated/],
    ['by what is no release', [{ package: 'hello' }], /^UserError: Input `released` does not hold what obs-release released/],
  ])('%s', async (_, release, failure) => {
    expect((await state(rows, release)).failure).toMatch(failure)
  })
})

test('the tarballs of the source directories are listed by their digests, and one that is missing is told', async () => {
  expect((await state(rows, released, { sources: 'sources' })).failure).toMatch(
    /^UserError: There is no .*: give the source directories/,
  )
  const tarball = plan.packages[0]?.tarball ?? ''
  await mkdir(join(host.directories.work, 'sources/hello'), { recursive: true })
  await writeFile(join(host.directories.work, 'sources/hello', tarball), 'tar')
  const { read } = await state(rows, released, { sources: 'sources' })
  expect(await read('tarballs')).toBe(`${digest('tar')}  ${tarball}\n`)
})
