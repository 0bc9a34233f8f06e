import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { access, mkdtemp, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SpdxDocument } from '../../src/attestation/spdx.js'
import { hashBytes, hashFile } from '../../src/host/file.js'
import { sbom } from '../../src/operations/sbom.js'
import { makeGoProgram } from '../package/go-program.js'
import { buildDeb, buildRpm, type Recipe } from '../package/workshop.js'
import { runOperation } from '../operations/run.js'
import { testHost, type TestHost } from '../support/host.js'

const run = promisify(execFile)

let host: TestHost
beforeAll(async () => {
  host = await testHost({ env: { ...process.env, SOURCE_DATE_EPOCH: '1000000000' } })
})
afterAll(() => host.remove())

const info = [
  'path\texample.org/demo',
  'mod\texample.org/demo\t(devel)\t',
  'dep\tgithub.com/Masterminds/semver\tv1.5.0+incompatible\th1:b=',
  'build\tvcs.revision=0123abc',
  '',
].join('\n')
const program = makeGoProgram({ go: 'go1.22.1', info })

/** Runs the operation and reads what it wrote. */
async function describeFolder(...builds: readonly (readonly [typeof buildDeb, Recipe])[]) {
  const folder = await mkdtemp(join(host.directories.work, 'packages-'))
  for (const [build, recipe] of builds) await build(folder, recipe)
  return { ...(await describePlace(basename(folder))), folder: basename(folder) }
}

async function describePlace(from: string, more: Readonly<Record<string, string>> = {}) {
  const output = `${hashBytes(from, 'sha1')}.spdx.json`
  const { failure, outputs, report } = await runOperation(sbom, host, { from, output, ...more })
  const file = join(host.directories.work, output)
  const text = failure === undefined ? readFileSync(file, 'utf8') : '{}'
  return { failure, outputs, report, file, text, document: JSON.parse(text) as SpdxDocument } // what the operation wrote
}

const nameOf = ({ packages, files }: SpdxDocument, id: string) =>
  id === 'SPDXRef-DOCUMENT'
    ? 'document'
    : (packages.find(({ SPDXID }) => SPDXID === id)?.name ?? files.find(({ SPDXID }) => SPDXID === id)?.fileName ?? id)
const linesOf = (document: SpdxDocument) =>
  document.relationships.map(
    ({ spdxElementId, relationshipType, relatedSpdxElement }) =>
      `${nameOf(document, spdxElementId)} ${relationshipType} ${nameOf(document, relatedSpdxElement)}`,
  )

/** What a validator of SPDX's says of a document. */
async function validate(file: string): Promise<string> {
  const validator = resolve('.cache/spdx/bin/pyspdxtools')
  await access(validator).catch(() => {
    throw new Error(`There is no ${validator}: run \`node scripts/prepare.mjs --for test\`.`)
  })
  return run(validator, ['--infile', file, '--version', 'SPDX-2.3']).then(
    ({ stderr }) => stderr,
    (error: unknown) => String(error),
  )
}

describe('the bill of a deb and an rpm with a program of Go', () => {
  let made: Awaited<ReturnType<typeof describeFolder>>
  beforeAll(async () => {
    made = await describeFolder(
      [buildDeb, { program, head: 'Depends: a | c (<< 3), iptables (>= 1.4.21)' }],
      [buildRpm, { program, head: 'Requires: iptables >= 1.4.21' }],
      [buildRpm, { name: 'other', program: 'hello', head: 'Requires: demo' }],
    )
  })

  test('holds by the validator of the SPDX project', async () => {
    expect(made.failure).toBeUndefined()
    expect(await validate(made.file)).toBe('')
  })

  test('names the packages with version, digest, licence, supplier and file', () => {
    const [rpm, deb, other] = made.document.packages
    expect(deb).toMatchObject({
      name: 'demo',
      versionInfo: '1.0-1',
      packageFileName: 'demo_1.0-1_amd64.deb',
      supplier: 'Person: Tests (tests@example.org)',
      homepage: 'https://example.org',
      licenseDeclared: 'NOASSERTION',
      checksums: [{ algorithm: 'SHA256', checksumValue: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    })
    expect([rpm?.packageFileName, rpm?.licenseDeclared, rpm?.supplier]).toEqual(['demo-1.0-1.x86_64.rpm', 'MIT', 'NOASSERTION'])
    expect(other?.name).toBe('other')
  })

  test('says what is in them, what they need and of what their programs are made', () => {
    const lines = linesOf(made.document)
    expect(lines.filter((line) => line.startsWith('document '))).toEqual([
      'document DESCRIBES demo',
      'document DESCRIBES demo',
      'document DESCRIBES other',
    ])
    expect(new Set(lines.filter((line) => line.startsWith('demo ')))).toEqual(
      new Set([
        'demo CONTAINS ./etc/demo.conf',
        'demo CONTAINS ./usr/bin/demo',
        'demo CONTAINS ./usr/bin/demo-hard',
        'demo DEPENDS_ON a | c < 3',
        'demo DEPENDS_ON iptables',
      ]),
    )
    expect(new Set(lines.filter((line) => line.startsWith('./usr/bin/demo ')))).toEqual(
      new Set([
        './usr/bin/demo GENERATED_FROM example.org/demo',
        './usr/bin/demo STATIC_LINK stdlib',
        './usr/bin/demo STATIC_LINK github.com/Masterminds/semver',
      ]),
    )
    // It is described itself.
    const { relationships, packages } = made.document
    expect(relationships.filter(({ relatedSpdxElement }) => relatedSpdxElement === packages[0]?.SPDXID)).toHaveLength(2)
  })

  test('names modules by package URLs, once for all programs', () => {
    const urls = made.document.packages.flatMap(({ externalRefs = [] }) => externalRefs.map((each) => each.referenceLocator))
    expect(urls).toEqual([
      'pkg:golang/example.org/demo',
      'pkg:golang/stdlib@1.22.1',
      'pkg:golang/github.com/masterminds/semver@v1.5.0%2Bincompatible',
    ])
  })

  test('has the digests of files, and says what a program is', () => {
    expect(made.document.files.find(({ fileName }) => fileName === './usr/bin/demo')).toMatchObject({
      fileTypes: ['BINARY'],
      checksums: [
        { algorithm: 'SHA1', checksumValue: expect.stringMatching(/^[0-9a-f]{40}$/) },
        { algorithm: 'SHA256', checksumValue: hashBytes(program, 'sha256') },
      ],
      comment: 'a program of go1.22.1, built from commit 0123abc',
    })
  })

  test('is the same by a second run, and tells people the figures', async () => {
    const again = await describePlace(made.folder)
    expect(again.text).toBe(made.text)
    expect(made.report).toMatch(/^\| demo_1.0-1_amd64.deb +\| 3 +\| 1 +\|$/m)
    expect(made.document.creationInfo).toEqual({ created: '2001-09-09T01:46:40Z', creators: ['Tool: obs-publish-0.1.0'] })
  })
})

test('a real program of Go is described with all of its modules, and by the validator', async () => {
  const act = await readFile('.cache/act/bin/act')
  const { document, file } = await describeFolder([buildDeb, { program: act }])
  expect(document.packages.length).toBeGreaterThan(50)
  expect(await validate(file)).toBe('')
}, 60_000)

test('a program of Go before 1.18 is warned of', async () => {
  await describeFolder([buildDeb, { program: makeGoProgram({ go: 'go1.17', info, flags: 0 }) }])
  expect(host.lines).toContain(
    'warning: demo_1.0-1_amd64.deb has programs of Go before 1.18, whose modules are not read: /usr/bin/demo, /usr/bin/demo-hard',
  )
})

describe('only what a report proves', () => {
  let server: Server
  let address: string
  let file: string
  beforeAll(async () => {
    file = await buildDeb(await mkdtemp(join(host.directories.work, 'served-')), {})
    const content = await readFile(file)
    server = createServer((_, response) => response.end(content))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const bound = server.address()
    address = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}/pool/demo_1.0-1_amd64.deb`
  })
  afterAll(() => new Promise((done) => server.close(done)))

  const rowOf = (digest: string) => ({
    ...{ check: 'presence', subject: 'deb demo 1.0 amd64', state: 'passed', passed: true, evidence: 'there' },
    cell: { format: 'deb', package: 'demo', version: '1.0-1', architecture: 'amd64' },
    facts: { version: '1.0-1', digest: `sha256:${digest}` },
  })

  test('is described, with the address that it came from', async () => {
    const { document } = await describePlace(address, { report: JSON.stringify([rowOf(await hashFile(file, 'sha256'))]) })
    expect(document.packages[0]).toMatchObject({ packageFileName: 'demo_1.0-1_amd64.deb', downloadLocation: address })
  })

  test.each([
    ['others', [rowOf('0'.repeat(64))], 'WorkError: There is no package to describe in '],
    ['none', [], 'UserError: Input `report` proves no package, so none can be described; run verify-repo first.'],
  ])('and a report of %s fails', async (_, rows, failure) => {
    expect((await describePlace(address, { report: JSON.stringify(rows) })).failure).toContain(failure)
  })
})
