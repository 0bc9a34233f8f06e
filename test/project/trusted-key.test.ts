import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { readKey } from '../../src/project/trusted-key.js'
import { testHost, type TestHost } from '../support/host.js'

const publicKey = '-----BEGIN PGP PUBLIC KEY BLOCK-----\nabc\n'
const privateKey = '-----BEGIN PGP PRIVATE KEY BLOCK-----\nsecret\n'

let host: TestHost
beforeEach(async () => {
  host = await testHost()
  await writeFile(join(host.directories.work, 'key.asc'), publicKey)
  await writeFile(join(host.directories.work, 'private.asc'), privateKey)
})
afterEach(() => host.remove())

test.each([
  ['nothing', undefined, undefined],
  ['the text itself', publicKey, publicKey],
  ['a file', 'key.asc', publicKey],
])('a key may be given as %s', async (_, given, text) => {
  expect(await readKey(given, host)).toBe(text)
})

test.each([privateKey, 'private.asc'])('a private key is refused, and not repeated: %j', async (given) => {
  await expect(readKey(given, host)).rejects.toThrow(
    new UserError('Input `key` holds a private key; give the public one, which gpg --armor --export writes.'),
  )
})

test('a missing file is told', async () => {
  const file = join(host.directories.work, 'other.asc')
  await expect(readKey('other.asc', host)).rejects.toThrow(
    new UserError(`Input \`key\` is neither an armored public key nor a file: there is no ${file}.`),
  )
})
