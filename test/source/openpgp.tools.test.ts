import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { verifyDetached } from '../../src/source/openpgp.js'
import { testHost, type TestHost } from '../support/host.js'
import { amd64, arm64, collect, digest, openProject, type Project } from './project.js'

const run = promisify(execFile)

let host: TestHost
let home: string
let project: Project
const file = () => join(home, 'file')

/** Long ago enough for a key of a year to have expired. */
const past = ['--faked-system-time', '20200101T000000!']

beforeAll(async () => {
  host = await testHost()
  project = await openProject()
  home = join(host.directories.work, 'gnupg')
  await mkdir(home, { mode: 0o700 })
  await writeFile(file(), 'content')
  for (const name of ['good', 'other', 'revoked', 'expired']) {
    const create = ['--passphrase', '', '--quick-generate-key', `${name}@example.org`, 'ed25519', 'sign', '1y']
    await gpg(...(name === 'expired' ? past : []), ...create)
  }
  for (const name of ['good', 'other', 'revoked']) await sign(name, file())
  await sign('expired', file(), ...past)
  await sign('good', file(), '--digest-algo', 'SHA1', '--output', join(home, 'weak.sig'))
  const { stdout } = await gpg('--list-keys', '--with-colons', 'revoked@example.org')
  const [, fingerprint = ''] = /^fpr:+([0-9A-F]+):/m.exec(stdout) ?? []
  const certificate = await readFile(join(home, 'openpgp-revocs.d', `${fingerprint}.rev`), 'utf8')
  await writeFile(join(home, 'revoke'), certificate.replace(':-----BEGIN', '-----BEGIN'))
  await gpg('--import', join(home, 'revoke'))
  for (const name of ['good', 'other', 'revoked', 'expired'])
    for (const form of ['--armor', '--no-armor'])
      await gpg(form, '--output', keyFile(name, form === '--armor'), '--export', `${name}@example.org`)
}, 60_000)

afterAll(async () => {
  await run('gpgconf', ['--homedir', home, '--kill', 'all'])
  await project.close()
  await host.remove()
})

function gpg(...args: readonly string[]) {
  return run('gpg', ['--homedir', home, '--batch', '--yes', '--pinentry-mode', 'loopback', ...args])
}

async function sign(name: string, path: string, ...options: readonly string[]): Promise<void> {
  const output = options.includes('--output') ? [] : ['--output', join(home, `${name}.sig`)]
  await gpg(...options, ...output, '--local-user', `${name}@example.org`, '--detach-sign', path)
}

function keyFile(name: string, armored = true): string {
  return join(home, `${name}.${armored ? 'asc' : 'gpg'}`)
}

const verify = async (signature: string, keys: readonly string[], path = file()) =>
  verifyDetached({ file: path, shown: 'the file', signature: await readFile(join(home, `${signature}.sig`)), keys }, host)

test.each([
  ['an armored key', () => [keyFile('good')]],
  ['a binary key', () => [keyFile('good', false)]],
  ['one of several keys', () => [keyFile('other'), keyFile('good', false)]],
])('a good signature holds by %s', async (_, keys) => {
  await expect(verify('good', keys())).resolves.toBeUndefined()
})

test.each([
  ['of another key', 'good', 'other', /was made by a key that is none of those in source\.signature\.keys \([0-9A-F]{16}\)/],
  ['of an expired key', 'expired', 'expired', /was made by a key that has expired, or has itself expired \([0-9A-F]{40}\)/],
  ['of a revoked key', 'revoked', 'revoked', /was made by a key that is revoked \([0-9A-F]{40}\)/],
  ['over SHA-1', 'weak', 'good', /is over a digest that is no longer safe \([0-9A-F]{40}\)/],
])('a signature %s is refused', async (_, signature, key, reason) => {
  const failure = verify(signature, [keyFile(key)])
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(/^The OpenPGP signature of the file .*; nothing was packed\.$/)
  await expect(failure).rejects.toThrow(reason)
})

test('a file that was changed is refused', async () => {
  const changed = join(home, 'changed')
  await writeFile(changed, 'other content')
  await expect(verify('good', [keyFile('good')], changed)).rejects.toThrow('is BAD: the file is not what was signed')
})

test('a good signature does not excuse a bad one beside it', async () => {
  const changed = join(home, 'changed')
  await writeFile(changed, 'other content')
  await sign('other', changed, '--output', join(home, 'changed.sig'))
  const both = await Promise.all(['good', 'changed'].map((name) => readFile(join(home, `${name}.sig`))))
  const keys = [keyFile('good'), keyFile('other')]
  await expect(verifyDetached({ file: file(), shown: 'the file', signature: Buffer.concat(both), keys }, host)).rejects.toThrow(
    'is BAD',
  )
})

test('what is no signature is refused', async () => {
  const signature = Buffer.from('<html>not found</html>')
  await expect(verifyDetached({ file: file(), shown: 'the file', signature, keys: [keyFile('good')] }, host)).rejects.toThrow(
    'is none: the signature file holds no OpenPGP signature',
  )
})

test('a key file that is missing or none is an error of the user', async () => {
  await expect(verify('good', [join(home, 'nothing')])).rejects.toMatchObject({ name: 'UserError' })
  await expect(verify('good', [file()])).rejects.toThrow(/file holds no OpenPGP public key; correct source\.signature\.keys\.$/)
})

/** Signs content as the project does, and serves the signature. */
async function publishSigned(path: string, content: string | Buffer): Promise<void> {
  project.served.set(path, content)
  await rm(join(home, 'release.sig'), { force: true })
  await writeFile(join(home, 'release'), content)
  await sign('good', join(home, 'release'), '--output', join(home, 'release.sig'))
  project.served.set(`${path}.sig`, await readFile(join(home, 'release.sig')))
}

test('a source may demand a signature of each file', async () => {
  await publishSigned('/hello-amd64', amd64)
  await publishSigned('/hello-arm64', arm64)
  const source = `{ url: "${project.origin}/hello-{goarch}", signature: { url: "{url}.sig", keys: [keys/release.asc] } }`
  const beside = { 'keys/release.asc': await readFile(keyFile('good')) }
  expect(await collect({ source, beside }, host)).toHaveLength(2)
  project.served.set('/hello-arm64', amd64)
  await expect(collect({ source, beside }, host)).rejects.toThrow(
    `The OpenPGP signature of ${project.origin}/hello-arm64 is BAD: the file is not what was signed; nothing was packed.`,
  )
  project.served.delete('/hello-amd64.sig')
  await expect(collect({ source, beside }, host)).rejects.toThrow(`There is nothing at ${project.origin}/hello-amd64.sig`)
})

test('a source may demand a signature of the checksum file', async () => {
  project.served.set('/hello-amd64', amd64)
  project.served.set('/hello-arm64', arm64)
  await publishSigned('/SUMS', `${digest(amd64)}  hello-amd64\n${digest(arm64)}  hello-arm64\n`)
  const signature = '{ url: "{sums}.sig", keys: [release.asc], signs: checksums }'
  const source = `{ url: "${project.origin}/hello-{goarch}", sha256: "${project.origin}/SUMS", signature: ${signature} }`
  const beside = { 'release.asc': await readFile(keyFile('good')) }
  expect(await collect({ source, beside }, host)).toHaveLength(2)
  expect(project.asked.filter((path) => path === '/SUMS')).toHaveLength(1)
  project.served.set('/SUMS', `${digest(arm64)}  hello-amd64\n${digest(arm64)}  hello-arm64\n`)
  project.served.set('/hello-amd64', arm64)
  await expect(collect({ source, beside }, host)).rejects.toThrow(`The OpenPGP signature of ${project.origin}/SUMS is BAD`)
})
