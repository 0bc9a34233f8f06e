import { execFile } from 'node:child_process'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { statementTypes } from '../../src/attestation/attestation-check.js'
import { showOutput } from '../../src/declaration/operation.js'
import { hashFile } from '../../src/host/file.js'
import { sbom } from '../../src/operations/sbom.js'
import { verifyRepo } from '../../src/operations/verify-repo.js'
import { runOperation } from '../operations/run.js'
import { buildDeb } from '../package/workshop.js'
import { startFakeSigstore, type FakeSigstore } from '../source/fake-sigstore.js'
import { testHost, type TestHost } from '../support/host.js'
import { serve, type Site } from '../verify/site.js'

const run = promisify(execFile)
const claims = {
  sub: 'https://github.com/obs-publish/obs-publish/.github/workflows/attest.yml@refs/tags/v1',
  iss: 'https://token.actions.githubusercontent.com',
  repository: 'jane/hello',
}

let host: TestHost
let site: Site
let sigstore: FakeSigstore
let deb: string

beforeAll(async () => {
  host = await testHost({ env: { ...process.env, GITHUB_REPOSITORY: 'jane/hello' } })
  sigstore = await startFakeSigstore()
  await writeFile(join(host.directories.work, 'root.json'), sigstore.root)
  const folder = join(host.directories.work, 'site')
  await mkdir(folder)
  deb = await buildDeb(folder)
  await buildDeb(folder, { name: 'other' })
  const { stdout } = await run('dpkg-scanpackages', ['.'], { cwd: folder })
  await writeFile(join(folder, 'Packages'), stdout)
  const [digest, { size }] = [await hashFile(join(folder, 'Packages'), 'sha256'), await stat(join(folder, 'Packages'))]
  await writeFile(
    join(folder, 'Release'),
    `Date: Thu, 01 Jan 2026 00:00:00 UTC\nArchitectures: amd64\nSHA256:\n ${digest} ${size} Packages\n`,
  )
  site = await serve(folder)
  await mkdir(join(host.directories.work, 'bundles'))
}, 60_000)
afterAll(async () => {
  await sigstore.close()
  await site.close()
  await host.remove()
})

const verify = (more: Readonly<Record<string, string>> = {}) =>
  runOperation(verifyRepo, host, {
    ...{ 'repository-url': site.url, packages: 'demo', version: '1.0', checks: 'presence', timeout: '0' },
    ...{ attestations: 'verification, sbom', bundles: 'bundles', 'trusted-root': 'root.json', ...more },
  })

test('a published package without statements fails, and each of its statements lets it pass', async () => {
  const subjects = [{ sha256: await hashFile(deb, 'sha256') }]
  const keep = async (kind: keyof typeof statementTypes) =>
    writeFile(
      join(host.directories.work, 'bundles', `${kind}.json`),
      await sigstore.attest(subjects, claims, statementTypes[kind]),
    )
  expect((await verify()).failure).toMatch(
    /^WorkError: 2 of \d+ checks .*deb demo 1\.0 amd64, attestation verification, signatures: nobody/,
  )
  await keep('verification')
  expect((await verify()).failure).toMatch(
    /^WorkError: 1 of \d+ checks .*: deb demo 1\.0 amd64, attestation sbom, signatures: nobody/,
  )
  await keep('sbom')
  const { failure, outputs } = await verify()
  expect([failure, outputs['state']]).toEqual([undefined, 'succeeded'])
})

test('statements are not asked of packages whose digests nobody finds', async () => {
  expect((await verify({ checks: 'delivery' })).failure).toMatch(/^UserError: Input `attestations` needs the check presence/)
})

test('the bill of a published repository has what the report proves, and the address of each package', async () => {
  const { outputs } = await verify({ attestations: '' })
  const report = showOutput(outputs['report'])
  const names = async (more: Readonly<Record<string, string>>) => {
    const { failure, outputs: told } = await runOperation(sbom, host, { from: site.url, ...more })
    expect(failure).toBeUndefined()
    const { packages } = JSON.parse(await readFile(showOutput(told['sbom']), 'utf8')) as {
      packages: { downloadLocation: string }[]
    } // what the operation wrote
    return packages.map(({ downloadLocation }) => downloadLocation.replace(site.url, ''))
  }
  expect(await names({})).toEqual(['demo_1.0-1_amd64.deb', 'other_1.0-1_amd64.deb'])
  expect(await names({ packages: 'other' })).toEqual(['other_1.0-1_amd64.deb'])
  expect(await names({ report })).toEqual(['demo_1.0-1_amd64.deb'])
})
