import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError } from '../error.js'
import { findProgram } from '../host/exec.js'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'

/** What signing runs. */
export const signingTools = ['gpg', 'gpgconf', 'rpmsign'] as const

/** A private key in a keyring of its own. */
export interface Signer {
  readonly fingerprint: string
  /** The public key, armored. */
  readonly publicKey: string
  readonly home: string
}

/**
 * Runs a task with a signing key that is nowhere else: in a folder for this user alone, which is removed with the
 * agent that gpg starts when the task has ended. Throws a {@link UserError} when it is no key that can sign.
 * @param given the armored private key, or the path of its file
 * @param remember is told the folder as soon as it is there, for {@link removeSigner} when a signal ends the task
 */
export async function withSigner<T>(
  given: string | undefined,
  host: Host,
  remember: (home: string) => void,
  task: (signer: Signer | undefined) => Promise<T>,
): Promise<T> {
  if (given === undefined) return task(undefined)
  const text = await readKey(given, host)
  for (const line of text.split('\n')) if (line.trim().length > 20) host.log.mask(line.trim())
  await mkdir(host.directories.temp, { recursive: true })
  const home = await mkdtemp(join(host.directories.temp, 'gpg-')) // 0700 by itself
  remember(home)
  try {
    return await task(await importSigner(text, home, host))
  } finally {
    await removeSigner(home, host)
  }
}

/** Removes the folder of a key, and ends the agent, which would live on without it. Twice is no harm. */
export async function removeSigner(home: string, host: Host): Promise<void> {
  if (!(await exists(home))) return
  await host.exec('gpgconf', ['--homedir', home, '--kill', 'all'], { allow: 'any' }).catch(() => undefined)
  await rm(home, { recursive: true, force: true })
}

async function readKey(given: string, host: Host): Promise<string> {
  const text = given.includes('-----BEGIN PGP')
    ? given
    : await readFile(resolve(host.directories.work, given), 'utf8').catch(() => {
        throw new UserError('Input `signing-key` is neither an armored private key nor the path of a file with one.')
      })
  if (text.includes('-----BEGIN PGP PRIVATE KEY BLOCK-----')) return text
  throw new UserError(
    'Input `signing-key` is no armored private key: export one by gpg --armor --export-secret-keys, without a passphrase.',
  )
}

async function importSigner(text: string, home: string, host: Host): Promise<Signer> {
  const { code } = await gpg(['--import'], home, host, text)
  const { stdout } = await gpg(['--with-colons', '--list-secret-keys'], home, host)
  const fingerprint = /^fpr:(?:[^:]*:){8}([0-9A-F]+):/m.exec(stdout)?.[1]
  if (code !== 0 || fingerprint === undefined)
    throw new UserError('Input `signing-key` cannot be imported by gpg: check that the key is complete.')
  const trial = await gpg(['--local-user', fingerprint, '--detach-sign'], home, host, 'trial')
  if (trial.code !== 0)
    throw new UserError(
      `The key ${fingerprint} of the input \`signing-key\` cannot sign: give one that has not expired and has no passphrase.`,
    )
  const { stdout: publicKey } = await gpg(['--armor', '--export', fingerprint], home, host)
  return { fingerprint, publicKey, home }
}

/** Writes a detached, armored signature beside a file. */
export async function signDetached(file: string, signature: string, { home, fingerprint }: Signer, host: Host): Promise<void> {
  await sign(['--armor', '--detach-sign'], file, signature, fingerprint, home, host)
}

/** Writes a text with its signature around it. */
export async function signClear(file: string, signed: string, { home, fingerprint }: Signer, host: Host): Promise<void> {
  await sign(['--clear-sign'], file, signed, fingerprint, home, host)
}

async function sign(how: readonly string[], file: string, output: string, fingerprint: string, home: string, host: Host) {
  await host.exec('gpg', [...options(home), '--yes', '--local-user', fingerprint, '--output', output, ...how, file], {
    hint: 'signing with the input `signing-key`',
  })
}

/** Signs the header of an rpm in place. */
export async function signRpm(file: string, { home, fingerprint }: Signer, host: Host): Promise<void> {
  const program = (await findProgram('gpg', host.env['PATH'] ?? '')) ?? 'gpg'
  const macros = [
    `_gpg_name ${fingerprint}`,
    `_gpg_path ${home}`,
    `__gpg ${program}`,
    '_gpg_digest_algo sha256',
    '_gpg_sign_cmd_extra_args --batch --no-tty --pinentry-mode error',
  ]
  await host.exec('rpmsign', [...macros.flatMap((macro) => ['--define', macro]), '--addsign', file], {
    env: { HOME: home, GNUPGHOME: home },
    hint: 'signing with the input `signing-key`',
  })
}

function gpg(args: readonly string[], home: string, host: Host, input?: string) {
  return host.exec('gpg', [...options(home), ...args], { allow: 'any', ...(input === undefined ? {} : { input }) })
}

function options(home: string): string[] {
  return ['--homedir', home, '--batch', '--no-tty', '--quiet', '--pinentry-mode', 'error', '--digest-algo', 'SHA256']
}

/** Puts the public key where clients look for it. */
export function writePublicKey(file: string, { publicKey }: Signer): Promise<void> {
  return writeFile(file, publicKey)
}
