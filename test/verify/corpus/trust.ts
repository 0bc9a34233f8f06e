import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tamper } from '../fixture.js'
import { refuses, takes, warns, type CorpusCase } from './case.js'
import type { Desk } from './desk.js'

/** Makes a key, signs with it, and publishes it; the request trusts it. */
const signedBy =
  (name: string, algorithm: string, options: readonly string[] = [], expiry = '1y', signing: readonly string[] = []) =>
  async (desk: Desk) => {
    const id = `${name}@example.org`
    await desk.gpg(...options, '--quick-generate-key', id, algorithm, 'sign', expiry).catch(() => undefined)
    const key = await desk.gpg('--armor', '--export', id)
    const isDeb = await desk.read('Release').then(
      () => true,
      () => false,
    )
    for (const [file, how, to] of isDeb
      ? ([
          ['Release', 'detach', 'Release.gpg'],
          ['Release', 'clear', 'InRelease'],
        ] as const)
      : ([['repodata/repomd.xml', 'detach', 'repodata/repomd.xml.asc']] as const)) {
      await desk.gpg(
        ...options,
        ...signing,
        '--local-user',
        id,
        '--armor',
        '--output',
        join(desk.root, to),
        how === 'detach' ? '--detach-sign' : '--clearsign',
        join(desk.root, file),
      )
    }
    await desk.write(isDeb ? 'Release.key' : 'repodata/repomd.xml.key', key)
    await desk.write('../trusted.asc', key)
  }
const metadataOnly = { checks: new Set(['metadata', 'signatures'] as const) }
/** Trusts the key that the case has made. */
const own = { request: () => ({ key: undefined, ...metadataOnly }) }

const old = ['--faked-system-time', '20200101T000000!']
const secret = (desk: Desk) => desk.gpg('--armor', '--export-secret-keys', 'good@example.org')

/** Who is trusted, and by what. */
export const trust: readonly CorpusCase[] = [
  refuses(
    'flat',
    'a key bound by SHA-1',
    /is bound by SHA-1, which apt of Debian 13/,
    signedBy('sha1', 'rsa2048', ['--cert-digest-algo', 'SHA1']),
    own,
  ),
  refuses('rpm', 'a key bound by SHA-1', /is bound by SHA-1/, signedBy('sha1', 'rsa2048', ['--cert-digest-algo', 'SHA1']), own),
  refuses('flat', 'RSA of 1024 bits', /is of RSA with 1024 bits/, signedBy('small', 'rsa1024'), own),
  refuses('flat', 'DSA', /is of DSA/, signedBy('dsa', 'dsa2048'), own),
  takes('flat', 'Ed25519', signedBy('ed', 'ed25519'), own),
  takes('flat', 'RSA of 4096 bits', signedBy('large', 'rsa4096'), own),
  takes('flat', 'a key that never expires', signedBy('eternal', 'ed25519', [], 'never'), own),
  refuses('flat', 'a key that has expired', /which expired on 2020/, signedBy('past', 'rsa2048', old, '1y', old), own),
  warns('flat', 'a key that expires in 80 days', /WARNING: in \d\d days/, signedBy('soon', 'ed25519', [], '80d'), own),
  warns('flat', 'a key that expires in 20 days', /WARNING, soon: in \d\d days/, signedBy('sooner', 'ed25519', [], '20d'), own),
  warns('flat', 'a key that expires in 5 days', /URGENT: in \d days/, signedBy('soonest', 'ed25519', [], '5d'), own),
  refuses(
    'flat',
    'a digest that is weak',
    /over a weak digest that apt refuses/,
    signedBy('weak', 'rsa2048', [], '1y', ['--digest-algo', 'SHA1']),
    own,
  ),
  refuses(
    'flat',
    'a signature of the future',
    /made in the future/,
    signedBy('later', 'ed25519', [], '0', ['--faked-system-time', '20300101T000000!']),
    own,
  ),
  refuses(
    'flat',
    'a signature that has expired',
    /has expired/,
    signedBy('short', 'ed25519', ['--faked-system-time', '20240101T000000!'], 'never', ['--default-sig-expire', '1d']),
    own,
  ),
  refuses('flat', 'the private key published', /is the PRIVATE KEY of this repository/, async (desk) =>
    desk.write('Release.key', await secret(desk)),
  ),
  refuses('rpm', 'the private key published', /is the PRIVATE KEY of this repository/, async (desk) =>
    desk.write('repodata/repomd.xml.key', await secret(desk)),
  ),
  refuses(
    'flat',
    'the private key published, and none stated',
    /is the PRIVATE KEY/,
    async (desk) => desk.write('Release.key', await secret(desk)),
    { request: () => ({ key: undefined }) },
  ),
  refuses('flat', 'another key published', /is the key [0-9A-F]{40}, not [0-9A-F]{40} as stated/, (desk) =>
    desk.write('Release.key', desk.workshop.keys.other),
  ),
  warns('flat', 'another key published beside', /beside it [0-9A-F]{40} is published/, (desk) =>
    desk.edit('Release.key', (text) => text + desk.workshop.keys.other),
  ),
  takes('flat', 'no key published, one stated', (desk) => desk.remove('Release.key')),
  refuses('flat', 'no key at all', /Release\.key is not there: publish the key, or state/, (desk) => desk.remove('Release.key'), {
    request: () => ({ key: undefined }),
  }),
  refuses('flat', 'a page in place of the key', /Release\.key is an HTML page/, (desk) =>
    desk.write('Release.key', '<html><title>Key</title>'),
  ),
  refuses('flat', 'garbage in place of the key', /Release\.key is no OpenPGP data/, (desk) =>
    desk.write('Release.key', 'no key\n'),
  ),
  refuses('flat', 'an empty key', /Release\.key is empty/, (desk) => desk.write('Release.key', '')),
  refuses('flat', 'a key that is cut off', /Release\.key is cut off OpenPGP data/, (desk) =>
    desk.edit('Release.key', (text) => text.replace(/\n[^\n]+\n[^\n]+\n=.*\n/, '\n')),
  ),
  takes('flat', 'a binary key, published', async (desk) => {
    await desk.gpg('--output', join(desk.root, 'Release.key'), '--export', 'good@example.org')
  }),
  takes('flat', 'a key file of several keys', undefined, {
    request: (desk) => ({ key: desk.workshop.keys.other + desk.workshop.keys.good }),
  }),
  takes('rpm', 'a key file of several keys', undefined, {
    request: (desk) => ({ key: desk.workshop.keys.other + desk.workshop.keys.good }),
  }),
  refuses('flat', 'another key stated', /not by [0-9A-F]{40}/, undefined, {
    request: (desk) => ({ key: desk.workshop.keys.other }),
  }),
  refuses('rpm', 'another key stated', /not by [0-9A-F]{40}/, undefined, {
    request: (desk) => ({ key: desk.workshop.keys.other }),
  }),
  refuses('flat', 'no signature', /the repository is unsigned/, async (desk) => desk.remove('Release.gpg', 'InRelease')),
  refuses('rpm', 'no signature', /the repository is unsigned/, (desk) => desk.remove('repodata/repomd.xml.asc')),
  refuses('flat', 'a Release changed after it was signed', /deb Release\.gpg: the signature is BAD/, (desk) =>
    tamper(join(desk.root, 'Release'), 300),
  ),
  refuses('flat', 'an InRelease changed after it was signed', /deb InRelease: the signature is BAD/, (desk) =>
    desk.edit('InRelease', (text) => text.replace('Origin: ', 'Origin: x')),
  ),
  refuses('rpm', 'a repomd.xml changed after it was signed', /the signature is BAD/, (desk) =>
    appendFile(join(desk.root, 'repodata/repomd.xml'), '\n'),
  ),
  refuses('flat', 'a damaged signature', /the signature file is damaged \(gpgv: /, (desk) =>
    desk.edit('Release.gpg', (text) => text.replace(/\n(\w{10})/, '\nAAAAAAAAAA')),
  ),
  refuses('rpm', 'a damaged signature', /the signature file is damaged \(gpgv: /, (desk) =>
    desk.edit('repodata/repomd.xml.asc', (text) => text.slice(0, 150)),
  ),
  refuses('rpm', 'an empty signature', /is unsigned/, (desk) => desk.write('repodata/repomd.xml.asc', '')),
  refuses('rpm', 'a page in place of the signature', /repomd\.xml\.asc is an HTML page/, (desk) =>
    desk.write('repodata/repomd.xml.asc', '<html>'),
  ),
  refuses('flat', 'text around InRelease', /is no single clear-signed message/, (desk) =>
    desk.edit('InRelease', (text) => `Package: evil\n${text}`),
  ),
  refuses('flat', 'an InRelease that nobody signed', /is no single clear-signed message/, async (desk) =>
    desk.write('InRelease', await desk.read('Release')),
  ),
  refuses('flat', 'the signature of another file', /the signature is BAD/, async (desk) => {
    await desk.sign('Packages', 'detach', 'Release.gpg')
  }),
  takes('flat', 'two signatures, one by a key that nobody knows', async (desk) => {
    await desk.gpg(
      '--local-user',
      'other@example.org',
      '--local-user',
      'good@example.org',
      '--armor',
      '--output',
      join(desk.root, 'Release.gpg'),
      '--detach-sign',
      join(desk.root, 'Release'),
    )
  }),
  refuses('rpm', 'rpms that nobody signed', /the rpm is unsigned/, async (desk) => {
    const { rpmOf, reindex } = await import('./rpm.js')
    await rpmOf(desk, 'rpmsign', '--delsign')
    await reindex(desk)
  }),
  takes('flat', 'the key stated by a reader of its file', undefined, {
    request: (desk) => ({ key: desk.workshop.keys.good.replaceAll('\n', '\r\n') }),
  }),
]
