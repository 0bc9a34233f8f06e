import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { exists, writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { account, type Layout } from './layout.js'
import { markOf } from './daemon.js'

/**
 * Makes the instance's signing key when there is none: RSA, unprotected, for this instance alone. Every project signs
 * with it, as every project below one that has a key does on a real OBS.
 */
export async function prepareSigning(layout: Layout, host: Host): Promise<void> {
  const program = join(layout.root, 'bin', 'sign')
  await mkdir(join(layout.root, 'bin'), { recursive: true })
  await copyFile(join(host.directories.suite, 'dist', 'sandbox', 'sign'), program)
  await chmod(program, 0o755)
  const home = join(layout.keys, 'gnupg')
  const publicKey = join(layout.keys, 'public.asc')
  if (await exists(publicKey)) return
  await mkdir(home, { recursive: true, mode: 0o700 })
  await host.exec('chown', ['-R', `${account}:${account}`, layout.keys])
  const become = ['--reuid', account, '--regid', account, '--clear-groups']
  // gpg leaves an agent behind; it serves the signer, and by its mark it ends with the instance.
  const gpg = (args: readonly string[]) =>
    host.exec('setpriv', [...become, 'gpg', '--homedir', home, '--batch', '--quiet', ...args], { env: markOf(layout) })
  await gpg(['--passphrase', '', '--quick-gen-key', 'OBS sandbox <obs@sandbox.invalid>', 'rsa3072', 'sign', '2y'])
  await writeWhole(publicKey, (await gpg(['--armor', '--export'])).stdout)
}
