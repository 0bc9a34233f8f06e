import type { Host } from '../host/host.js'
import { withWorkspace } from '../host/workspace.js'

/** Makes a private key, armored and without a passphrase, that expires tomorrow and that nobody else ever sees. */
export function makePassingKey(host: Host): Promise<string> {
  return withWorkspace(host, async (home) => {
    const gpg = (...args: string[]) =>
      host.exec('gpg', ['--homedir', home, '--batch', '--no-tty', '--quiet', '--pinentry-mode', 'loopback', ...args], {
        hint: 'making a key for a repository that only this run sees',
      })
    try {
      await gpg('--passphrase', '', '--quick-generate-key', 'obs-publish preview', 'rsa3072', 'sign', '1d')
      return (await gpg('--passphrase', '', '--armor', '--export-secret-keys')).stdout
    } finally {
      await host.exec('gpgconf', ['--homedir', home, '--kill', 'all'], { allow: 'any' })
    }
  })
}
