import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { refuses, takes, type CorpusCase } from './case.js'
import { compress, rename } from './change.js'
import type { Desk } from './desk.js'
import { makeDeb, relist } from './deb.js'
import { body, redirect, type Route } from './hostile-site.js'

const run = promisify(execFile)
const main = 'dists/stable/main/binary-amd64'
const deb = 'amd64/demo_1.0.0-1.1_amd64.deb'
const edit = (change: (text: string) => string) => (desk: Desk) => desk.editPackages(change)
const field = (line: string) => edit((text) => text.replace('Architecture: amd64\n', `Architecture: amd64\n${line}\n`))

/** Sends a file without saying how long it is. */
const chunked =
  (desk: Desk, path: string): Route =>
  (response) =>
    void desk.read(path).then((content) => {
      response.writeHead(200)
      for (let at = 0; at < content.length; at += 50) response.write(content.subarray(at, at + 50))
      response.end()
    })

async function byHash(desk: Desk, list: 'SHA256' | 'SHA512', digests: readonly ('SHA256' | 'SHA512')[]): Promise<void> {
  await desk.release({ fields: { 'Acquire-By-Hash': 'yes' }, digests })
  const digest = createHash(list.toLowerCase())
    .update(await desk.read(`${main}/Packages.gz`))
    .digest('hex')
  await rename(desk, `${main}/Packages.gz`, () => `${main}/by-hash/${list}/${digest}`)
  await desk.remove(`${main}/Packages`)
}

/** Odd, and taken by every apt. */
const valid: readonly CorpusCase[] = [
  takes('flat', 'an InRelease with carriage returns', (desk) => desk.edit('InRelease', (text) => text.replaceAll('\n', '\r\n'))),
  takes('dists', 'by-hash alone, by SHA512', (desk) => byHash(desk, 'SHA512', ['SHA512'])),
  takes('dists', 'by-hash alone, by the stronger of two digests', (desk) => byHash(desk, 'SHA512', ['SHA256', 'SHA512'])),
  takes('flat', 'fields that nobody knows', field('Phased-Update-Percentage: 10\nX-Own: yes\nBuild-Ids: 0123 4567')),
  takes(
    'flat',
    'a description of several lines',
    edit((text) => text.replace(/^Description: .*/m, (line) => `${line}\n about it\n .\n Package: other\n Version: 9`)),
  ),
  takes(
    'flat',
    'a field Package that is not the first',
    edit((text) => text.replace(/^(Package: demo\n)(Version: .*\n)/m, '$2$1')),
  ),
  takes(
    'flat',
    'fields without a space behind the colon',
    edit((text) => text.replaceAll(/^(Package|Version|Architecture): /gm, '$1:')),
  ),
  takes(
    'flat',
    'fields in small letters',
    edit((text) => text.replaceAll(/^[A-Z][A-Za-z0-9-]*:/gm, (name) => name.toLowerCase())),
  ),
  takes('flat', 'SHA512 of the packages alone', async (desk) => {
    const sha512 = createHash('sha512')
      .update(await desk.read(deb))
      .digest('hex')
    await desk.editPackages((text) => text.replace(/^MD5sum: .*\nSHA1: .*\nSHA256: .*/m, `SHA512: ${sha512}`))
  }),
  takes(
    'flat',
    'SHA256 of the packages alone',
    edit((text) => text.replace(/^MD5sum: .*\nSHA1: .*\n/m, '')),
  ),
  takes('flat', 'names and markers of an archive', (desk) =>
    desk.release({
      fields: {
        Label: 'Demo',
        Version: '1.0',
        Changelogs: 'no',
        NotAutomatic: 'yes',
        ButAutomaticUpgrades: 'yes',
        Description: 'a\n long text',
      },
    }),
  ),
  takes('flat', 'no names at all', (desk) =>
    desk.release({ fields: { Suite: undefined, Codename: undefined, Origin: undefined } }),
  ),
  takes('flat', 'no architectures stated', (desk) =>
    desk.release({ fields: { Architectures: undefined, Components: undefined } }),
  ),
  takes('dists', 'an empty index for another machine', async (desk) => {
    await desk.write('dists/stable/main/binary-arm64/Packages', '')
    await desk.release()
  }),
  takes('dists', 'an empty component beside', async (desk) => {
    await desk.write('dists/stable/extra/binary-amd64/Packages', '')
    await desk.release({ fields: { Components: 'main extra' } })
  }),
  takes('dists', 'the package in two components', async (desk) => {
    await desk.write('dists/stable/extra/binary-amd64/Packages', await desk.read(`${main}/Packages`))
    await desk.release({ fields: { Components: 'main extra' } })
  }),
  takes('dists', 'the package in the second component', async (desk) => {
    await desk.write('dists/stable/extra/binary-amd64/Packages', await desk.read(`${main}/Packages`))
    await desk.remove(`${main}/Packages.gz`)
    await desk.write(`${main}/Packages`, '')
    await desk.release({ fields: { Components: 'main extra' } })
  }),
  takes('flat', 'a name that addresses write otherwise', async (desk) => {
    await rename(desk, deb, () => 'amd64/demo_1.0.0+b1~x (1)%20[2].deb')
    await desk.editPackages((text) => text.replace(deb, 'amd64/demo_1.0.0+b1~x (1)%20[2].deb'))
  }),
  takes('flat', 'packages in folders of folders', async (desk) => {
    await rename(desk, deb, () => 'pool/main/d/demo/demo.deb')
    await desk.editPackages((text) => text.replace(deb, 'pool/main/d/demo/demo.deb'))
  }),
  takes('flat', 'an epoch', (desk) => makeDeb(desk, { version: '1:1.0.0-1.1' }), { request: () => ({ version: '1:1.0.0' }) }),
  takes('flat', 'a prerelease', (desk) => makeDeb(desk, { version: '1.0.0~rc.1-1.1' }), {
    request: () => ({ version: '1.0.0~rc.1' }),
  }),
  takes('flat', 'a version without a release', (desk) => makeDeb(desk, { version: '1.0.0' })),
  takes('flat', 'a package for all machines', (desk) => makeDeb(desk, { architecture: 'all' })),
  ...(['xz', 'gzip', 'zstd', 'none'] as const).map((how) =>
    takes('flat', `a deb by ${how}`, (desk) => makeDeb(desk, { options: [`-Z${how}`, '--uniform-compression'] })),
  ),
  takes('flat', 'a deb whose control archive is by gzip and its data by xz', (desk) =>
    makeDeb(desk, { options: ['-Zxz', '--no-uniform-compression'] }),
  ),
  takes('flat', 'a deb with members behind its own', async (desk) => {
    await desk.write('_extra', 'signed by somebody')
    await run('ar', ['q', join(desk.root, deb), join(desk.root, '_extra')])
    await desk.remove('_extra')
    await relist(desk)
  }),
  takes('flat', 'relations of every kind', (desk) =>
    makeDeb(desk, {
      fields:
        'Pre-Depends: dpkg (>= 1.17)\nDepends: a (>= 1:2.0~), b | c (<< 3) | d,\n e:any, f [amd64]\nRecommends: g\nSuggests: h\nBreaks: i (<< 1)\nConflicts: j\nReplaces: j\nProvides: k (= 1.0), l\nMulti-Arch: foreign\n'.replace(
          ' [amd64]',
          '',
        ),
    }),
  ),
  takes('flat', 'answers of a length that nobody says', undefined, {
    routes: (desk) => Object.fromEntries(['Packages.gz', 'InRelease', deb].map((path) => [`/${path}`, chunked(desk, path)])),
  }),
  takes('flat', 'an index behind three redirects', undefined, {
    routes: (desk) => ({
      '/Packages.gz': redirect('/1', 301),
      '/1': redirect('2', 307),
      '/2': redirect('./3', 308),
      '/3': (response) => void desk.read('Packages.gz').then((content) => response.end(content)),
    }),
  }),
]

/** Refused by somebody's apt or dpkg, or wrong by itself. */
const invalid: readonly CorpusCase[] = [
  refuses('dists', 'by-hash alone, by the weaker of two digests', /no form of it is served/, (desk) =>
    byHash(desk, 'SHA256', ['SHA256', 'SHA512']),
  ),
  refuses(
    'flat',
    'a Release that lists no open index',
    /Release lists Packages\.gz and not Packages, so apt passes over it/,
    async (desk) => {
      await desk.remove('Packages')
      await desk.release()
    },
  ),
  refuses('flat', 'a name that apt does not ask for', /has a mark in its name at which apt ends the path/, async (desk) => {
    await rename(desk, deb, () => 'amd64/demo#1.deb')
    await desk.editPackages((text) => text.replace(deb, 'amd64/demo#1.deb'))
  }),
  refuses('flat', 'an index by xz in two streams', /decompressed, it has 0 bytes/, async (desk) => {
    await compress(desk, 'Packages', 'xz')
    await desk.write('empty', '')
    await compress(desk, 'empty', 'xz')
    await desk.write('Packages.xz', Buffer.concat([await desk.read('empty.xz'), await desk.read('Packages.xz')]))
    await desk.remove('Packages.gz', 'empty', 'empty.xz')
    await desk.release()
    await desk.remove('Packages')
  }),
  refuses('flat', 'a binary Release.gpg alone', /is in its binary form, which apt refuses/, async (desk) => {
    await desk.release({ forms: ['Release.gpg'] })
    await desk.gpg('--output', join(desk.root, 'Release.gpg'), '--detach-sign', join(desk.root, 'Release'))
  }),
  refuses(
    'flat',
    'SHA-1 and MD5 of the packages alone',
    /has an entry of demo without SHA256/,
    edit((text) => text.replace(/^SHA256: .*\n/m, '')),
  ),
  refuses('flat', 'an index by xz that calls itself gzip', /Packages\.gz cannot be decompressed/, async (desk) => {
    await compress(desk, 'Packages', 'xz')
    await rename(desk, 'Packages.xz', () => 'Packages.gz')
    await desk.release()
  }),
  refuses('flat', 'two packages of one version', /2 times/, async (desk) => {
    await desk.editPackages((text) => `${text}\n${text.replace(/^SHA256: ../m, 'SHA256: 00').replace('amd64/', 'b/')}`)
  }),
  refuses('flat', 'a deb of another name', /says package "demo" where the package says "other"/, (desk) =>
    makeDeb(desk, { name: 'other' }, (text) => text.replace('Package: other', 'Package: demo')),
  ),
  refuses('flat', 'a deb for another machine', /says architecture "amd64" where the package says "arm64"/, (desk) =>
    makeDeb(desk, { architecture: 'arm64' }, (text) => text.replace('Architecture: arm64', 'Architecture: amd64')),
  ),
  refuses('flat', 'a deb without its data', /demo_1\.0\.0-1\.1_amd64\.deb cannot be looked through/, async (desk) => {
    const { stdout } = await run('ar', ['t', join(desk.root, deb)])
    await run('ar', ['d', join(desk.root, deb), stdout.split('\n').find((name) => name.startsWith('data')) ?? ''])
    await relist(desk)
  }),
  refuses('flat', 'a deb of a format to come', /cannot be looked into: .*archive (?:has|is) .*version/, async (desk) => {
    const content = await desk.read(deb)
    const at = content.indexOf('2.0\n')
    content.write('3.0\n', at)
    await desk.write(deb, content)
    await desk.editPackages((text) =>
      ['md5', 'sha1', 'sha256'].reduce(
        (all, type) =>
          all.replace(
            new RegExp(`^(${type === 'md5' ? 'MD5sum' : type.toUpperCase()}: ).*`, 'm'),
            `$1${createHash(type).update(content).digest('hex')}`,
          ),
        text,
      ),
    )
  }),
  refuses('dists', 'a component that is stated and absent', /no form of it is served/, async (desk) => {
    await desk.write('dists/stable/extra/binary-amd64/Packages', 'Package: x\n')
    await desk.release({ fields: { Components: 'main extra' } })
    await desk.remove('dists/stable/extra')
  }),
  refuses('flat', "an index that is another day's", /has \d+ bytes/, undefined, {
    routes: () => ({ '/Packages.gz': body(Buffer.alloc(30)) }),
  }),
]

/** Repositories of debs that are odd. */
export const oddDeb: readonly CorpusCase[] = [...valid, ...invalid]
