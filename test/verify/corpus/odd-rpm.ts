import { join } from 'node:path'
import { refuses, takes, warns, type CorpusCase } from './case.js'
import type { Desk } from './desk.js'
import { editRpm, makeRpm, reindex, rpmOf } from './rpm.js'

const place = 'x86_64/demo-1.0.0-1.1.x86_64.rpm'
const primary = (change: (text: string) => string) => (desk: Desk) => desk.editMetadata('primary', change)
const relations = `Requires: a >= 1:2.0, b = 3-1, (c if d), (e or f), /bin/sh, libc.so.6(GLIBC_2.4)(64bit), libc.so.6()(64bit)
Requires(pre): shadow-utils
Requires(post): /sbin/ldconfig
Recommends: g
Suggests: h
Supplements: i
Enhances: j
Provides: k = 1.0, l, config(demo) = 2
Conflicts: m < 2
Obsoletes: n <= 1:1.0-1
`

/** Odd, and taken by dnf and zypper. */
const valid: readonly CorpusCase[] = [
  ...(
    [
      ['zstd', 'w19.zstdio'],
      ['xz', 'w2.xzdio'],
      ['gzip', 'w9.gzdio'],
      ['bzip2', 'w9.bzdio'],
      ['lzma', 'w6.lzdio'],
    ] as const
  ).map(([name, io]) => takes('rpm', `a payload by ${name}`, (desk) => makeRpm(desk, { macros: [`_binary_payload ${io}`] }))),
  takes('rpm', 'relations of every kind', (desk) => makeRpm(desk, { fields: relations })),
  takes('rpm', 'a package for all machines', (desk) => makeRpm(desk, { fields: 'BuildArch: noarch\n', target: 'noarch' })),
  takes('rpm', 'a prerelease', (desk) => makeRpm(desk, { version: '1.0.0~rc.1' }), {
    request: () => ({ version: '1.0.0~rc.1' }),
  }),
  takes('rpm', 'a snapshot', (desk) => makeRpm(desk, { version: '1.0.0^git1' }), { request: () => ({ version: '1.0.0^git1' }) }),
  takes('rpm', 'a name that addresses write otherwise', async (desk) => {
    const content = await desk.read(place)
    await desk.remove(place)
    await desk.write('x86_64/demo 1.0.0+b^1~x%20#2.rpm', content)
    await reindex(desk)
  }),
  takes('rpm', 'packages in folders of folders', async (desk) => {
    const content = await desk.read(place)
    await desk.remove(place)
    await desk.write('Packages/d/demo.rpm', content)
    await reindex(desk)
  }),
  takes('rpm', 'packages of other machines beside', async (desk) => {
    await makeRpm(desk, { target: 'aarch64', place: 'aarch64/demo.rpm' })
    await makeRpm(desk, { target: 'i586', place: 'i586/demo.rpm' })
  }),
  takes('rpm', 'other versions beside', async (desk) => {
    await makeRpm(desk, { version: '0.9.0', place: 'x86_64/old.rpm' })
    await makeRpm(desk, { version: '1.1.0', place: 'x86_64/new.rpm' })
  }),
  takes('rpm', 'a repomd.xml without a revision', (desk) => desk.editRepomd((text) => text.replace(/ *<revision>.*\n/, ''))),
  takes('rpm', 'a repomd.xml with tags', (desk) =>
    desk.editRepomd((text) => text.replace('<data ', '<tags><content>binary-x86_64</content></tags>\n<data ')),
  ),
  takes('rpm', 'a repomd.xml without sizes', (desk) => desk.editRepomd((text) => text.replaceAll(/ *<(?:open-)?size>.*\n/g, ''))),
  takes('rpm', 'a repomd.xml without open checksums', (desk) =>
    desk.editRepomd((text) => text.replaceAll(/ *<open-(?:size|checksum).*\n/g, '')),
  ),
  takes('rpm', 'SHA-512 of everything', (desk) => reindex(desk, '--checksum=sha512')),
  takes('rpm', 'names without digests', (desk) => reindex(desk, '--simple-md-filenames')),
  takes('rpm', 'groups beside', async (desk) => {
    await desk.write('comps.xml', '<?xml version="1.0"?>\n<comps><group><id>demo</id><name>Demo</name></group></comps>\n')
    await reindex(desk, '--groupfile', join(desk.root, 'comps.xml'))
  }),
  takes('rpm', 'databases of SQLite beside', (desk) => reindex(desk, '--database')),
  takes('rpm', 'metadata that an address leads home to', (desk) =>
    desk.editRepomd((text) => text.replaceAll('<location href', `<location xml:base="${desk.url}/" href`)),
  ),
  takes('rpm', 'primary twice', (desk) =>
    desk.editRepomd((text) => text.replace(/ *<data type="primary">[^]*?<\/data>\n?/, (block) => block + block)),
  ),
  takes(
    'rpm',
    'no files at all',
    (desk) => makeRpm(desk, { listed: [], files: {}, macros: ['_unpackaged_files_terminate_build 0'] }),
    {
      request: () => ({ checks: new Set(['presence', 'payload', 'signatures'] as const) }),
    },
  ),
  takes('rpm', 'links, spaces and letters of many languages', (desk) =>
    makeRpm(desk, { files: { '/usr/share/demo/a b': 'x', '/usr/share/demo/žluťoučký': 'x', "/usr/share/demo/it's": 'x' } }),
  ),
  takes('rpm', 'a signature in its binary form', async (desk) => {
    const to = join(desk.root, 'repodata/repomd.xml.asc')
    await desk.gpg('--local-user', 'good@example.org', '--output', to, '--detach-sign', join(desk.root, 'repodata/repomd.xml'))
  }),
  takes(
    'rpm',
    'a checksum in capitals',
    primary((text) =>
      text.replace(/(pkgid="YES">)([0-9a-f]+)/, (_, start: string, digest: string) => start + digest.toUpperCase()),
    ),
  ),
  takes('rpm', 'a location that is an address of its own host', (desk) =>
    desk.editMetadata('primary', (text) => text.replace('href="', `href="${desk.url}/`)),
  ),
  warns(
    'rpm',
    'configuration that upgrades put aside',
    /is %config without noreplace/,
    (desk) => makeRpm(desk, { files: { '/etc/demo.conf': 'x' }, listed: ['/usr/bin/demo', '%config /etc/demo.conf'] }),
    {
      request: () => ({ checks: new Set(['presence', 'payload'] as const) }),
    },
  ),
]

/** Refused by dnf, zypper or rpm, or wrong by itself. */
const invalid: readonly CorpusCase[] = [
  refuses('rpm', 'a checksum that is none', /an entry has the sha256 "00", which is none/, (desk) =>
    desk.editRepomd((text) =>
      text.replace(
        '</repomd>',
        '<data type="primary_db"><checksum type="sha256">00</checksum><location href="x"/></data></repomd>',
      ),
    ),
  ),
  refuses('rpm', 'a second primary that is absent', /absent\.xml\.gz is not there/, (desk) =>
    desk.editRepomd((text) =>
      text.replace(
        / *<data type="primary">[^]*?<\/data>\n?/,
        (block) => block + block.replace(/href="[^"]*"/, 'href="repodata/absent.xml.gz"'),
      ),
    ),
  ),
  refuses(
    'rpm',
    'an index with another name',
    /the index has no package demo/,
    primary((text) => text.replace('<name>demo<', '<name>other<')),
  ),
  refuses(
    'rpm',
    'an index with another architecture',
    /the index has demo only for aarch64/,
    primary((text) => text.replace('<arch>x86_64<', '<arch>aarch64<')),
  ),
  refuses(
    'rpm',
    'an index with another epoch',
    /only as 3:1\.0\.0-1\.1/,
    primary((text) => text.replace('epoch="0"', 'epoch="3"')),
  ),
  refuses('rpm', 'an index without obsoletes', /the package obsoletes n, of which the index says nothing/, async (desk) => {
    await makeRpm(desk, { fields: 'Obsoletes: n\n' })
    await desk.editMetadata('primary', (text) => text.replace(/<rpm:obsoletes>[^]*?<\/rpm:obsoletes>/, ''))
  }),
  refuses(
    'rpm',
    'an index without a location',
    /primary\.xml cannot be read: an entry has no href/,
    primary((text) => text.replace(/<location [^>]*>/, '')),
  ),
  refuses(
    'rpm',
    'an index without a checksum',
    /primary\.xml cannot be read: an entry has no type/,
    primary((text) => text.replace(/<checksum [^]*?<\/checksum>/, '')),
  ),
  refuses(
    'rpm',
    'a checksum that nobody knows',
    /the metadata uses the checksum sha9/,
    primary((text) => text.replace('type="sha256"', 'type="sha9"')),
  ),
  refuses(
    'rpm',
    'an absolute location',
    /points outside of the repository, to \/etc\/passwd/,
    primary((text) => text.replace(/href="[^"]*"/, 'href="/etc/passwd"')),
  ),
  refuses('rpm', 'two packages of one version', /2 times/, async (desk) => {
    await makeRpm(desk, { place: 'b/demo.rpm', changelog: '* Mon Jan 01 2024 A <a@b.c>\n- x\n' })
  }),
  refuses(
    'rpm',
    'a damaged payload that is listed',
    /the rpm is not what was signed \(Payload SHA256 ALT digest: BAD/,
    async (desk) => {
      await editRpm(desk, (content) => void (content[content.length - 9] = (content[content.length - 9] ?? 0) ^ 1))
      await reindex(desk)
    },
  ),
  refuses('rpm', 'a damaged header that is listed', /the rpm is not what was signed/, async (desk) => {
    await editRpm(desk, (content) => void content.write('X', content.indexOf('A program for tests')))
    await reindex(desk)
  }),
  refuses('rpm', 'a deb that calls itself an rpm', /is a deb instead of a rpm/, async (desk) => {
    const content = Buffer.from('!<arch>\ndebian-binary   0           0     0     100644  4         `\n2.0\n')
    const old = await desk.read(place)
    await desk.write(place, content)
    const { createHash } = await import('node:crypto')
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    await desk.editMetadata('primary', (text) =>
      text.replaceAll(sha(old), sha(content)).replace(/(<size package=")\d+/, `$1${content.length}`),
    )
  }),
  refuses('rpm', 'an rpm that is cut off, listed', /the rpm is not what was signed/, async (desk) => {
    const old = await desk.read(place)
    const content = old.subarray(0, old.length - 20)
    await desk.write(place, content)
    const { createHash } = await import('node:crypto')
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    await desk.editMetadata('primary', (text) =>
      text.replaceAll(sha(old), sha(content)).replace(/(<size package=")\d+/, `$1${content.length}`),
    )
  }),
  refuses('rpm', 'an rpm signed anew and not listed', /it is not the package that was signed for/, async (desk) => {
    await rpmOf(desk, 'rpmsign', '--delsign')
  }),
  refuses('rpm', 'a program for another machine', /is a program for aarch64, in a package for x86_64/, async (desk) => {
    const { fakeProgram } = await import('../../support/fake-program.js')
    await makeRpm(desk, {
      files: { '/usr/bin/other': fakeProgram('aarch64', 'other') },
      macros: ['_binaries_in_noarch_packages_terminate_build 0'],
    })
  }),
  refuses('rpm', 'other.xml that is no XML', /other\.xml/, (desk) =>
    desk.editMetadata('other', (text) => text.replace('</version>', '').replace('<version ', '<<version ')),
  ),
  refuses('rpm', 'a repomd.xml of another root', /lists no metadata/, (desk) =>
    desk.editRepomd((text) => text.replaceAll('repomd', 'other')),
  ),
  refuses('rpm', 'metadata of another type in place of primary', /primary\.xml cannot be read: an entry has no href/, (desk) =>
    desk.editRepomd((text) =>
      text
        .replace('type="primary"', 'type="x"')
        .replace('type="filelists"', 'type="primary"')
        .replace('type="x"', 'type="filelists"'),
    ),
  ),
]

/** Repositories of rpms that are odd. */
export const oddRpm: readonly CorpusCase[] = [...valid, ...invalid]
