import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { firstPackage } from '../verification.js'
import { tamper } from '../fixture.js'
import { refuses, takes, type CorpusCase } from './case.js'

const swap = (from: RegExp, to: string) => (text: string) => text.replace(from, to)
const stanza = (name: string, more = '') =>
  `Package: ${name}\nVersion: 1.0.0-1.1\nArchitecture: amd64\n${more}Filename: amd64/${name}.deb\nSize: 5\nSHA256: ${'0'.repeat(64)}\nDescription: x\n\n`

/** A repository says one thing in two places. */
const disagreeing: readonly CorpusCase[] = [
  ...(
    [
      ['version', /Version: 1\.0\.0-1\.1/, 'Version: 1.0.0-9', /says version "1\.0\.0-9" where the package says "1\.0\.0-1\.1"/],
      [
        'dependencies',
        /Architecture: amd64\n/,
        'Architecture: amd64\nDepends: evil\n',
        /says depends "evil" where the package says "nothing"/,
      ],
      ['conflicts', /Architecture: amd64\n/, 'Architecture: amd64\nConflicts: a\n', /says conflicts "a"/],
      ['provided names', /Architecture: amd64\n/, 'Architecture: amd64\nProvides: a\n', /says provides "a"/],
      ['importance', /Architecture: amd64\n/, 'Architecture: amd64\nEssential: yes\n', /says essential "yes"/],
      ['sibling architectures', /Architecture: amd64\n/, 'Architecture: amd64\nMulti-Arch: same\n', /says multi-arch "same"/],
    ] as const
  ).map(([name, from, to, says]) =>
    refuses('flat', `an index with other ${name}`, says, (desk) => desk.editPackages(swap(from, to))),
  ),
  ...(
    [
      [
        'requirements',
        '<rpm:provides>',
        '<rpm:requires><rpm:entry name="evil"/></rpm:requires><rpm:provides>',
        /the index says that it requires evil/,
      ],
      ['provided names', '<rpm:provides>', '<rpm:provides><rpm:entry name="evil"/>', /the index says that it provides evil/],
      [
        'conflicts',
        '<rpm:provides>',
        '<rpm:conflicts><rpm:entry name="evil"/></rpm:conflicts><rpm:provides>',
        /it conflicts evil/,
      ],
      ['release', 'rel="1.1"', 'rel="7"', /says version "1\.0\.0-7" where the package says "1\.0\.0-1\.1"/],
    ] as const
  ).map(([name, from, to, says]) =>
    refuses('rpm', `an index with other ${name}`, says, (desk) => desk.editMetadata('primary', (text) => text.replace(from, to))),
  ),
  ...(['MD5sum', 'SHA1', 'SHA256'] as const).map((digest) =>
    refuses('flat', `a package with another ${digest}`, /it is not the package that was signed for/, (desk) =>
      desk.editPackages((text) =>
        text.replaceAll(
          new RegExp(`(\n${digest}: )(..)`, 'g'),
          (_, head: string, start: string) => `${head}${start === '00' ? '11' : '00'}`,
        ),
      ),
    ),
  ),
  refuses('flat', 'a package of another size', /where \d+ are stated/, (desk) => desk.editPackages(swap(/Size: /, 'Size: 1'))),
  refuses('rpm', 'a package of another size', /where \d+ are stated/, (desk) =>
    desk.editMetadata('primary', swap(/<size package="/, '<size package="1')),
  ),
  refuses('flat', 'a package that was changed', /it is not the package that was signed for/, async (desk) =>
    tamper(await firstPackage(desk.root), 9),
  ),
  refuses('rpm', 'a package that was changed', /it is not the package that was signed for/, async (desk) =>
    tamper(await firstPackage(desk.root), 9),
  ),
  refuses(
    'flat',
    'a package that is no deb',
    /has 7 bytes where \d+ are stated, so it is cut off or old: it is not the package that was signed for/,
    async (desk) => desk.write('amd64/demo_1.0.0-1.1_amd64.deb', 'nothing'),
  ),
  refuses('flat', 'an index that Release does not vouch for', /Packages\.gz has more than \S* ?\d+ bytes/, (desk) =>
    appendFile(join(desk.root, 'Packages.gz'), gzipSync('x')),
  ),
  refuses('flat', 'a weaker form that Release does not vouch for', /deb Packages: Packages has more than the \d+ bytes/, (desk) =>
    appendFile(join(desk.root, 'Packages'), 'x'),
  ),
  refuses('rpm', 'metadata that repomd.xml does not vouch for', /has \d+ bytes where/, (desk) =>
    desk.editRepomd(swap(/<size>/, '<size>1')),
  ),
  ...(['MD5Sum', 'SHA1'] as const).map((list) =>
    // apt goes by every digest that is stated, also of a form that nobody serves.
    refuses('flat', `an open index of another ${list}`, /decompressed, it has \d+ bytes with (md5|sha1) /, async (desk) => {
      await desk.release()
      await desk.remove('Packages')
      const stated = new RegExp(`(${list}:\\n ).{8}(.* Packages\\n)`)
      await desk.edit('Release', swap(stated, `$1${'0'.repeat(8)}$2`))
      await desk.sign('Release', 'detach', 'Release.gpg')
      await desk.sign('Release', 'clear', 'InRelease')
    }),
  ),
  refuses('rpm', 'open metadata of another digest', /decompressed, it has \d+ bytes with sha256/, (desk) =>
    desk.editRepomd((text) => text.replaceAll(/<open-checksum type="sha256">../g, '<open-checksum type="sha256">00')),
  ),
  refuses('rpm', 'another number of packages', /holds 1 packages where 7 are stated/, (desk) =>
    desk.editMetadata('primary', swap(/packages="1"/, 'packages="7"')),
  ),
  refuses('rpm', 'the checksum MD5', /the metadata uses the checksum md5/, (desk) =>
    desk.editRepomd((text) => text.replaceAll('type="sha256"', 'type="md5"')),
  ),
]

/** An index is not what its format asks for. */
const malformed: readonly CorpusCase[] = [
  ...(['Filename', 'Size', 'SHA256', 'Version', 'Architecture'] as const).map((field) =>
    refuses('flat', `an entry without ${field}`, new RegExp(`has an entry of demo without ${field}`), (desk) =>
      desk.editPackages((text) => text.replace(new RegExp(`^${field}: .*\n`, 'm'), '')),
    ),
  ),
  refuses('flat', 'an entry without a name', /without the field Package/, (desk) =>
    desk.editPackages(swap(/^Package: .*\n/m, '')),
  ),
  refuses('flat', 'a line that is no field', /which is no field/, (desk) => desk.editPackages(swap(/^Size/m, 'nonsense\nSize'))),
  refuses('flat', 'a size that is none', /with the size "many"/, (desk) => desk.editPackages(swap(/Size: \d+/, 'Size: many'))),
  refuses('flat', 'an empty index', /the index has no package demo/, (desk) => desk.editPackages(() => '')),
  refuses('flat', 'an index of something else', /the index has no package demo/, (desk) =>
    desk.editPackages(() => stanza('other')),
  ),
  refuses('flat', 'another version alone', /only as 2\.0\.0-1\.1: publish the version/, (desk) =>
    desk.editPackages(swap(/Version: 1/, 'Version: 2')),
  ),
  refuses('flat', 'another architecture alone', /only for arm64/, (desk) =>
    desk.editPackages(swap(/Architecture: amd64/, 'Architecture: arm64')),
  ),
  refuses('flat', 'two releases of a version', /2 times: .*; state the release or remove all but one/, (desk) =>
    desk.editPackages((text) => `${text}\n${text.replace('1.0.0-1.1', '1.0.0-2.1')}`),
  ),
  takes('flat', 'an entry twice', (desk) => desk.editPackages((text) => `${text}\n${text}`)),
  takes('flat', 'other packages beside', (desk) => desk.editPackages((text) => `${stanza('aaa')}${text}\n${stanza('zzz')}`)),
  takes('flat', '20,000 other packages', (desk) =>
    desk.editPackages((text) => Array.from({ length: 20_000 }, (_, index) => stanza(`p${index}`)).join('') + text),
  ),
  takes('flat', 'an entry 50,000 times', (desk) => desk.editPackages((text) => `${text.trim()}\n\n`.repeat(50_000))),
  refuses('flat', 'a line of 20 MB', /has an entry of more than 8 MiB/, (desk) =>
    desk.editPackages((text) => `${stanza('long', `Tag: ${'x'.repeat(20 << 20)}\n`)}${text}`),
  ),
  refuses('flat', 'an index that is cut off', /Packages\.gz has 100 bytes where \d+ are stated, so it is cut off/, async (desk) =>
    desk.write('Packages.gz', (await desk.read('Packages.gz')).subarray(0, 100)),
  ),
  refuses('flat', 'an index that is no gzip, signed', /cannot be decompressed/, async (desk) => {
    await desk.write('Packages.gz', 'Package: demo\n')
    await desk.release()
  }),
  refuses('flat', 'a bomb that is signed', /decompressed/, async (desk) => {
    await desk.write('Packages.gz', gzipSync(Buffer.alloc(300 << 20)))
    await desk.release()
  }),
  refuses('rpm', 'a bomb that is signed', /has an entry of more than 8 MiB/, (desk) =>
    desk.editMetadata('primary', (text) => text.replace('<name>', `${' '.repeat(100 << 20)}<name>`)),
  ),
  refuses('rpm', 'entities that grow', /document type of its own/, (desk) =>
    desk.editMetadata('primary', (text) =>
      text.replace('<metadata', '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><metadata'),
    ),
  ),
  refuses('rpm', 'entities that grow in repomd.xml', /document type of its own/, (desk) =>
    desk.editRepomd(swap(/<repomd/, '<!DOCTYPE m [<!ENTITY a "a">]><repomd')),
  ),
  refuses('rpm', 'a repomd.xml that is no XML', /is no XML/, (desk) => desk.editRepomd((text) => text.slice(0, 200))),
  refuses('rpm', 'a repomd.xml without data', /lists no metadata/, (desk) => desk.editRepomd(swap(/<data[^]*<\/data>/, ''))),
  refuses('rpm', 'no primary', /leads to no sound primary\.xml/, (desk) =>
    desk.editRepomd(swap(/<data type="primary">[^]*?<\/data>/, '')),
  ),
  refuses('rpm', 'a primary.xml that is cut off', /is cut off after/, (desk) =>
    desk.editMetadata('primary', (text) => text.slice(0, text.length - 40)),
  ),
  refuses('rpm', 'no package', /the index has no package demo/, (desk) =>
    desk.editMetadata('primary', (text) => text.replace(/<package [^]*<\/package>/, '').replace('packages="1"', 'packages="0"')),
  ),
  refuses('rpm', 'filelists that are absent', /filelists.*is not there/, async (desk) => {
    const repomd = (await desk.read('repodata/repomd.xml')).toString()
    await desk.remove(/href="(repodata\/[^"]*filelists[^"]*)"/.exec(repomd)?.[1] ?? '')
  }),
  takes('rpm', 'an epoch of 0 and none', (desk) => desk.editMetadata('primary', (text) => text.replace('epoch="0"', 'epoch=""'))),
]

/** What indexes say. */
export const index: readonly CorpusCase[] = [...disagreeing, ...malformed]
