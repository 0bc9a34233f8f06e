import { gzipSync } from 'node:zlib'
import { refuses, takes, warns, type CorpusCase } from './case.js'
import { compress, rename } from './change.js'

const main = 'dists/stable/main/binary-amd64'
const utc = (milliseconds: number) => new Date(Date.now() + milliseconds).toUTCString()
const day = 24 * 60 * 60 * 1000

/** How repositories are laid out, and what their signed file says of them. */
export const layout: readonly CorpusCase[] = [
  takes('flat', 'as it is'),
  takes('dists', 'as it is'),
  takes('rpm', 'as it is'),
  takes('flat', 'InRelease alone', (desk) => desk.release({ forms: ['InRelease'] })),
  takes('flat', 'Release and Release.gpg alone', (desk) => desk.release({ forms: ['Release.gpg'] })),
  takes('dists', 'InRelease alone', (desk) => desk.release({ forms: ['InRelease'] })),
  takes('dists', 'by its root and suite', undefined, { address: '/ stable main' }),
  takes('dists', 'by its root and suite, for all components', undefined, { address: '/ stable' }),
  takes('dists', 'by the address of its component', undefined, { address: '/dists/stable/main' }),
  takes('dists', 'by the address of its index', undefined, { address: '/dists/stable/main/binary-amd64/Packages.gz' }),
  takes('dists', 'by the address of InRelease', undefined, { address: '/dists/stable/InRelease' }),
  takes('dists', 'with a slash at the end', undefined, { address: '/dists/stable/' }),
  takes('flat', 'by the address of Release', undefined, { address: '/Release' }),
  takes('flat', 'as sources.list writes it', undefined, { address: ' ./' }),
  takes('rpm', 'by the address of repodata', undefined, { address: '/repodata/' }),
  refuses('dists', 'another component', /has no component universe; there are main/, undefined, { address: '/ stable universe' }),
  refuses('dists', 'another suite', /check the suite testing/, undefined, { address: '/ testing main' }),
  refuses('dists', 'its root alone', /add \/dists\/stable to the address/, undefined, { address: '' }),
  takes('dists', 'by-hash alone', async (desk) => {
    await desk.release({ fields: { 'Acquire-By-Hash': 'yes' } })
    await rename(desk, `${main}/Packages.gz`, (sha256) => `${main}/by-hash/SHA256/${sha256}`)
    await desk.remove(`${main}/Packages`)
  }),
  takes('dists', 'by-hash promised and absent', (desk) => desk.release({ fields: { 'Acquire-By-Hash': 'yes' } })),
  takes('dists', 'Contents, Sources and Translations that are absent', (desk) =>
    desk.release({
      extra: ['Contents-amd64.gz', 'main/source/Sources.gz', 'main/i18n/Translation-en.xz']
        .map((each) => ` ${'0'.repeat(64)} 5 ${each}\n`)
        .join(''),
      digests: ['SHA256'],
    }),
  ),
  refuses('dists', 'no index for the architecture', /only for arm64/, async (desk) => {
    await rename(desk, `${main}/Packages.gz`, () => 'dists/stable/main/binary-arm64/Packages.gz')
    await desk.remove(main)
    await desk.release({ fields: { Architectures: 'arm64' } })
  }),
  takes('dists', 'a package for all machines in an index of its own', async (desk) => {
    await desk.editPackages((text) => text.replace('Architecture: amd64', 'Architecture: arm64'))
    await desk.write(
      'dists/stable/main/binary-all/Packages',
      (await desk.read(`${main}/Packages`)).toString().replace('arm64', 'amd64'),
    )
    await desk.release({ fields: { Architectures: 'amd64 all' } })
  }),
  ...(['xz', 'bzip2', 'zstd', 'lzma'] as const).flatMap((tool) => [
    takes('flat', `an index by ${tool} alone`, async (desk) => {
      await compress(desk, 'Packages', tool)
      await desk.remove('Packages.gz')
      await desk.release()
      await desk.remove('Packages')
    }),
  ]),
  takes('flat', 'an index that is not compressed', async (desk) => {
    await desk.remove('Packages.gz')
    await desk.release()
  }),
  takes('flat', 'forms that are listed and not served', async (desk) => {
    await desk.remove('Packages')
  }),
  refuses('flat', 'no form that is served', /no form of it is served/, (desk) => desk.remove('Packages', 'Packages.gz')),
  refuses('flat', 'a Release without indexes', /Release lists no files/, async (desk) => {
    await desk.remove('Packages', 'Packages.gz')
    await desk.release()
  }),
  refuses('flat', 'Release beside an InRelease of another day', /and InRelease differ/, async (desk) => {
    const old = await desk.read('InRelease')
    await desk.release({ fields: { Label: 'new' } })
    await desk.write('InRelease', old)
  }),
  takes('flat', 'SHA512 alone', (desk) => desk.release({ digests: ['SHA512'] })),
  takes('flat', 'SHA256 alone', (desk) => desk.release({ digests: ['SHA256'] })),
  refuses('flat', 'MD5 and SHA-1 alone', /only weaker digests/, (desk) => desk.release({ digests: ['MD5Sum', 'SHA1'] })),
  refuses('flat', 'an entry of Release that leads out', /lists no Packages/, async (desk) => {
    await desk.remove('Packages', 'Packages.gz')
    await desk.release({ extra: ` ${'0'.repeat(64)} 5 ../other/Packages\n`, digests: ['SHA256'] })
  }),
  warns('flat', 'no date', /Release has no Date/, (desk) => desk.release({ fields: { Date: undefined } })),
  refuses('flat', 'a date that is none', /has the Date "soon", which is none/, (desk) =>
    desk.release({ fields: { Date: 'soon' } }),
  ),
  refuses('flat', 'a date in the future', /is in the future, so apt refuses it/, (desk) =>
    desk.release({ fields: { Date: utc(3 * day) } }),
  ),
  refuses('flat', 'out of date', /was valid until .*, so apt refuses it/, (desk) =>
    desk.release({ fields: { 'Valid-Until': utc(-day) } }),
  ),
  refuses('dists', 'out of date', /was valid until/, (desk) => desk.release({ fields: { 'Valid-Until': utc(-1000) } })),
  warns('flat', 'out of date in an hour', /less than a day/, (desk) =>
    desk.release({ fields: { 'Valid-Until': utc(day / 24) } }),
  ),
  takes('flat', 'out of date in a week', (desk) => desk.release({ fields: { 'Valid-Until': utc(7 * day) } })),
  refuses('flat', 'a Valid-Until that is none', /has the Valid-Until "never"/, (desk) =>
    desk.release({ fields: { 'Valid-Until': 'never' } }),
  ),
  warns('dists', 'another name', /calls itself/, (desk) => desk.release({ fields: { Suite: 'testing', Codename: 'trixie' } })),
  takes('dists', 'a codename in place of the suite', (desk) => desk.release({ fields: { Suite: 'oldstable' } })),
  refuses('flat', 'no Release', /Packages without Release/, (desk) => desk.remove('Release', 'Release.gpg', 'InRelease'), {
    request: () => ({}),
  }),
  refuses('rpm', 'no repomd.xml', /no repodata\/repomd\.xml/, (desk) => desk.remove('repodata/repomd.xml')),
  refuses('rpm', 'a deb repository', /there is a repository of rpm packages, not of deb/, undefined, {
    request: () => ({ format: 'deb' }),
  }),
  refuses('flat', 'an rpm repository', /there is a repository of deb packages, not of rpm/, undefined, {
    request: () => ({ format: 'rpm' }),
  }),
  takes('rpm', 'a location with a base of its own host', (desk) =>
    desk.editMetadata('primary', (text) => text.replace('<location href="', `<location xml:base="${desk.url}/" href="`)),
  ),
  refuses('rpm', 'a location on another host', /leads to another host, https:\/\/example\.org/, (desk) =>
    desk.editMetadata('primary', (text) =>
      text.replace('<location href="', '<location xml:base="https://example.org/r/" href="'),
    ),
  ),
  refuses('rpm', 'a location above the root', /points outside of the repository/, (desk) =>
    desk.editMetadata('primary', (text) => text.replace('<location href="', '<location href="../')),
  ),
  refuses('rpm', 'metadata above the root', /leads out of the repository/, (desk) =>
    desk.editRepomd((text) => text.replace('href="repodata/', 'href="../repodata/')),
  ),
  takes('rpm', 'databases and zchunk that are absent', (desk) =>
    desk.editRepomd((text) =>
      text.replace(
        '</repomd>',
        `${['primary_db', 'primary_zck'].map((type) => `<data type="${type}"><checksum type="sha256">${'0'.repeat(64)}</checksum><location href="repodata/${type}"/><size>1</size></data>`).join('')}</repomd>`,
      ),
    ),
  ),
  takes('flat', 'file names with a dot in front', (desk) =>
    desk.editPackages((text) => text.replaceAll('Filename: ', 'Filename: ./')),
  ),
  refuses('flat', 'a file name above the root', /points outside of the repository, to \.\.\//, (desk) =>
    desk.editPackages((text) => text.replaceAll('Filename: ', 'Filename: ../')),
  ),
  refuses('flat', 'a file name on another host', /leads to another host/, (desk) =>
    desk.editPackages((text) => text.replaceAll('Filename: ', 'Filename: https://example.org/')),
  ),
  takes('flat', 'an index with nothing but empty lines at its end', (desk) => desk.editPackages((text) => `${text}\n\n\n`)),
  takes('flat', 'an index without a newline at its end', (desk) => desk.editPackages((text) => text.trimEnd())),
  takes('flat', 'an index that gzip wrote in two members', async (desk) => {
    const text = await desk.read('Packages')
    await desk.write('Packages.gz', Buffer.concat([gzipSync(text.subarray(0, 50)), gzipSync(text.subarray(50))]))
    await desk.release()
  }),
  takes('rpm', 'metadata by zstd', (desk) => compress(desk, '', 'createrepo zstd')),
  takes('rpm', 'metadata by xz', (desk) => compress(desk, '', 'createrepo xz')),
  takes('rpm', 'metadata by bzip2', (desk) => compress(desk, '', 'createrepo bz2')),
]
