import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError, WorkError } from '../error.js'
import { readSignatures, type SignatureReading } from '../host/gpgv.js'
import type { Host } from '../host/host.js'
import { installHint } from '../host/tool.js'

/** A detached signature and the keys that may have made it. */
export interface Detached {
  /** The signed file, and what to call it. */
  readonly file: string
  readonly shown: string
  readonly signature: Buffer
  /** Public key files, armored or binary. */
  readonly keys: readonly string[]
}

const reasons: Readonly<Record<Exclude<SignatureReading['state'], 'good'>, string>> = {
  bad: 'is BAD: the file is not what was signed',
  expired: 'was made by a key that has expired, or has itself expired',
  revoked: 'was made by a key that is revoked',
  weak: 'is over a digest that is no longer safe',
  'unknown-key': 'was made by a key that is none of those in source.signature.keys',
  unreadable: 'cannot be read by gpgv',
}

/**
 * Verifies a detached OpenPGP signature with gpgv and a keyring of exactly the given keys. One good signature is enough
 * unless another is bad. Throws a {@link WorkError} that says what is wrong with the signature, a {@link UserError} for a key file.
 */
export async function verifyDetached({ file, shown, signature, keys }: Detached, host: Host): Promise<void> {
  const folder = await mkdtemp(join(host.directories.temp, 'openpgp-'))
  try {
    const keyring = join(folder, 'keyring.gpg')
    const blocks: Buffer[] = []
    for (const key of keys) blocks.push(await readKey(key, folder, host))
    await writeFile(keyring, Buffer.concat(blocks))
    await writeFile(join(folder, 'signature'), signature)
    const args = ['--status-fd', '1', '--keyring', keyring, join(folder, 'signature'), file]
    const { stdout } = await host.exec('gpgv', args, {
      allow: 'any',
      env: { LC_ALL: 'C.UTF-8' },
      hint: installHint('gpgv'),
    })
    const problem = judge(readSignatures(stdout))
    if (problem !== undefined) throw new WorkError(`The OpenPGP signature of ${shown} ${problem}; nothing was packed.`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function judge(readings: readonly SignatureReading[]): string | undefined {
  if (readings.some(({ state }) => state === 'bad')) return reasons.bad
  if (readings.some(({ state }) => state === 'good')) return undefined
  const [first] = readings
  if (first === undefined || first.state === 'good') return 'is none: the signature file holds no OpenPGP signature'
  return `${reasons[first.state]}${first.fingerprint === undefined ? '' : ` (${first.fingerprint})`}`
}

/** gpgv reads binary keys alone. */
async function readKey(file: string, folder: string, host: Host): Promise<Buffer> {
  const content = await readFile(file).catch(() => undefined)
  if (content === undefined) throw new UserError(`There is no public key file ${file}; correct source.signature.keys.`)
  const start = content.toString('latin1', 0, 5)
  if (/^[\x99\xc6\x98]/.test(start)) return content
  const output = join(folder, 'dearmored.gpg')
  const { code } = await host.exec(
    'gpg',
    ['--homedir', folder, '--batch', '--no-autostart', '--yes', '--output', output, '--dearmor', file],
    {
      allow: 'any',
      hint: installHint('gpg'),
    },
  )
  if (code !== 0 || !content.includes('PGP PUBLIC KEY BLOCK'))
    throw new UserError(`${file} holds no OpenPGP public key; correct source.signature.keys.`)
  return readFile(output)
}
