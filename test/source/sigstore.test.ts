import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyBundle } from '../../src/source/sigstore.js'
import { testHost, type TestHost } from '../support/host.js'
import { startFakeSigstore, type FakeSigstore } from './fake-sigstore.js'
import { amd64, arm64, collect, digest, openProject, type Project } from './project.js'

const sub = 'https://github.com/example/hello/.github/workflows/release.yml@refs/tags/v1.2.3'
const iss = 'https://token.actions.githubusercontent.com'
const content = Buffer.from('content')

let host: TestHost
let sigstore: FakeSigstore
let project: Project
beforeAll(async () => {
  host = await testHost()
  sigstore = await startFakeSigstore()
  project = await openProject()
  await writeFile(join(host.directories.work, 'root.json'), sigstore.root)
})
afterAll(async () => {
  await sigstore.close()
  await project.close()
  await host.remove()
})

async function verify(
  bundle: string,
  file: Buffer = content,
  expected: { identity?: string; issuer?: string; root?: string } = {},
) {
  const path = join(host.directories.work, 'file')
  await writeFile(path, file)
  const { identity = sub, issuer = iss, root = 'root.json' } = expected
  const trustedRoot = join(host.directories.work, root)
  return verifyBundle({ file: path, shown: 'the file', bundle, identity, issuer, trustedRoot }, host)
}

test('a bundle of the file by the stated identity holds', async () => {
  await expect(verify(await sigstore.sign(content, { sub, iss }))).resolves.toBeUndefined()
})

test.each([
  ['a part of the identity', { identity: 'github.com/example/hello' }, `was signed by ${sub}, not by github.com/example/hello`],
  ['an expression', { identity: '.*' }, `was signed by ${sub}, not by .*`],
  [
    'another issuer',
    { issuer: 'https://accounts.google.com' },
    `was signed by an identity that ${iss} vouches for, not https://accounts.google.com`,
  ],
])('%s is not enough', async (_, expected, reason) => {
  const failure = verify(await sigstore.sign(content, { sub, iss }), content, expected)
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(`The Sigstore bundle of the file ${reason}; nothing was packed.`)
})

test('a file that was changed is refused', async () => {
  await expect(verify(await sigstore.sign(content, { sub, iss }), Buffer.from('changed'))).rejects.toThrow(
    /^The Sigstore bundle of the file does not hold: .*; nothing was packed\.$/,
  )
})

test('a bundle of another Sigstore is refused', async () => {
  const other = await startFakeSigstore()
  try {
    await expect(verify(await other.sign(content, { sub, iss }))).rejects.toThrow(
      /^The Sigstore bundle of the file does not hold: /,
    )
  } finally {
    await other.close()
  }
})

test.each([
  ['nothing', ''],
  ['a page', '<html>'],
  ['other JSON', '{"a": 1}'],
])('%s is no bundle', async (_, text) => {
  await expect(verify(text)).rejects.toThrow(/^The Sigstore bundle of the file does not hold: /)
})

test.each([
  ['SHA-256', { sha256: digest(content) }],
  ['SHA-512 alone', { sha512: digest(content, 'sha512') }],
])('an attestation holds that names the file by %s', async (_, subject) => {
  const bundle = await sigstore.attest([{ sha256: digest('other') }, subject], { sub, iss })
  await expect(verify(bundle)).resolves.toBeUndefined()
})

test.each([
  ['of other files', [{ sha256: digest('other') }]],
  ['of nothing', []],
  ['whose digests disagree', [{ sha256: digest('other'), sha512: digest(content, 'sha512') }]],
])('an attestation %s is refused', async (_, subjects) => {
  await expect(verify(await sigstore.attest(subjects, { sub, iss }))).rejects.toThrow('is an attestation of other files')
})

test('a trusted root that is none is an error of the user', async () => {
  const failure = verify(await sigstore.sign(content, { sub, iss }), content, { root: 'file' })
  await expect(failure).rejects.toMatchObject({ name: 'UserError' })
  await expect(failure).rejects.toThrow(/ is no Sigstore trusted root \(.*\); correct source\.sigstore\.trusted-root\.$/)
})

test('a source may demand a bundle of each file', async () => {
  for (const [name, program] of [
    ['amd64', amd64],
    ['arm64', arm64],
  ] as const) {
    project.served.set(`/hello-${name}`, program)
    project.served.set(`/hello-${name}.sigstore.json`, await sigstore.sign(program, { sub, iss }))
  }
  const policy = `{ bundle: "{url}.sigstore.json", identity: "${sub}", issuer: "${iss}", trusted-root: root.json }`
  const source = `{ url: "${project.origin}/hello-{goarch}", sigstore: ${policy} }`
  const beside = { 'root.json': sigstore.root }
  expect(await collect({ source, beside }, host)).toHaveLength(2)
  project.served.set('/hello-amd64.sigstore.json', await sigstore.sign(arm64, { sub, iss }))
  await expect(collect({ source, beside }, host)).rejects.toThrow(
    `The Sigstore bundle of ${project.origin}/hello-amd64 does not hold: `,
  )
})

test('without a trusted root of its own a bundle must be of the public good instance', async () => {
  const bundle = await sigstore.sign(content, { sub, iss })
  const path = join(host.directories.work, 'file')
  await writeFile(path, content)
  const bundled = { file: path, shown: 'the file', bundle, identity: sub, issuer: iss, trustedRoot: undefined }
  await expect(verifyBundle(bundled, host)).rejects.toThrow(/^The Sigstore bundle of the file does not hold: /)
})
