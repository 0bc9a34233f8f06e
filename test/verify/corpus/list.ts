import { refuses, takes, type CorpusCase } from './case.js'
import type { Desk } from './desk.js'
import { makeRpm } from './rpm.js'

const day = (number: number) =>
  `* ${new Date(Date.UTC(2024, 0, number)).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+).*/, '$1 $3 $2 $4')}`
const changes = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `${day(count - index)} Änne <a@example.org> - 1\n- change ${count - index} & <more>\n  on two lines\n`,
  ).join('\n')
const rich = {
  files: { '/etc/demo.conf': 'x', '/usr/share/demo/a & b <é>.txt': 'x' },
  listed: [
    '/usr/bin/demo',
    '%config(noreplace) /etc/demo.conf',
    '%dir /usr/share/demo',
    '/usr/share/demo/*',
    '%ghost /var/log/demo.log',
  ],
  changelog: changes(3),
}
const spoilt = (type: string, change: (text: string) => string) => async (desk: Desk) => {
  await makeRpm(desk, rich)
  await desk.editMetadata(type, change)
}
/** How OBS 2.9 calls createrepo_c, beside what every rpm of the corpus is indexed with. */
const asObs = ['--unique-md-filenames', '--changelog-limit=20']
const spoiltByObs = (type: string, from: RegExp) => async (desk: Desk) => {
  await makeRpm(desk, { ...rich, changelog: changes(30) }, ...asObs)
  await desk.editMetadata(type, (text) => text.replace(from, ''))
}
const without = (type: string) => (desk: Desk) =>
  desk.editRepomd((text) => text.replace(new RegExp(`<data type="${type}">[^]*?</data>`), ''))

/** What an rpm repository says of files and changes. */
export const list: readonly CorpusCase[] = [
  takes('rpm', 'directories, ghosts and changes', (desk) => makeRpm(desk, rich)),
  takes('rpm', 'more changes than the index has', (desk) => makeRpm(desk, { changelog: changes(30) })),
  takes('rpm', 'changes of one day', (desk) =>
    makeRpm(desk, { changelog: ['c', 'b', 'a'].map((name) => `${day(1)} ${name} <a@example.org>\n- ${name}\n`).join('\n') }),
  ),
  takes('rpm', 'changes that the index does not have', (desk) => makeRpm(desk, rich, '--changelog-limit=1')),
  takes('rpm', 'files and changes as OBS 2.9 lists them', spoiltByObs('other', /^$/)),
  refuses(
    'rpm',
    'files as OBS 2.9 lists them but one',
    /filelists\.xml does not list \/etc\/demo\.conf, which the package has/,
    spoiltByObs('filelists', / *<file>\/etc\/demo\.conf<\/file>\n/),
  ),
  refuses(
    'rpm',
    'changes as OBS 2.9 lists them but the newest',
    /other\.xml has 19 changes that are not the newest of the package's 30/,
    spoiltByObs('other', / *<changelog [^>]*>- change 30[^<]*<\/changelog>\n/),
  ),
  takes('rpm', 'an epoch', (desk) => makeRpm(desk, { fields: 'Epoch: 2\n', changelog: changes(2) }), {
    request: () => ({ version: '2:1.0.0' }),
  }),
  takes('rpm', 'no filelists', without('filelists')),
  takes('rpm', 'no other', without('other')),
  takes('rpm', 'metadata in another order', (desk) =>
    desk.editRepomd((text) => {
      const blocks = text.match(/ *<data [^]*?<\/data>\n?/g) ?? []
      return text.replace(blocks.join(''), [...blocks].reverse().join(''))
    }),
  ),
  takes('rpm', 'filelists without packages that nobody asks for', (desk) =>
    desk.editMetadata('filelists', (text) =>
      text.replace(
        '<package ',
        `<package pkgid="${'0'.repeat(64)}" name="aaa" arch="x86_64"><version ver="1" rel="1"/></package>\n<package `,
      ),
    ),
  ),
  refuses(
    'rpm',
    'filelists with a file that the package has not',
    /filelists\.xml lists \/usr\/bin\/evil, which the package does not have/,
    spoilt('filelists', (text) => text.replace('  <file>', '  <file>/usr/bin/evil</file>\n  <file>')),
  ),
  refuses(
    'rpm',
    'filelists without a file of the package',
    /filelists\.xml does not list \/usr\/bin\/demo, which the package has/,
    spoilt('filelists', (text) => text.replace('<file>/usr/bin/demo</file>', '')),
  ),
  refuses(
    'rpm',
    'filelists with a directory as a file',
    /lists \/usr\/share\/demo as file where the package has it as dir/,
    spoilt('filelists', (text) => text.replace('type="dir"', '')),
  ),
  refuses(
    'rpm',
    'filelists with a ghost as a file',
    /lists \/var\/log\/demo\.log as file where the package has it as ghost/,
    spoilt('filelists', (text) => text.replace('type="ghost"', '')),
  ),
  refuses(
    'rpm',
    'filelists of another version',
    /filelists\.xml says version "1\.0\.1-1\.1" of the package that is 1\.0\.0-1\.1/,
    spoilt('filelists', (text) => text.replace('ver="1.0.0"', 'ver="1.0.1"')),
  ),
  refuses(
    'rpm',
    'filelists of another architecture',
    /filelists\.xml says architecture "aarch64"/,
    spoilt('filelists', (text) => text.replace('arch="x86_64"', 'arch="aarch64"')),
  ),
  refuses(
    'rpm',
    'filelists without the package',
    /filelists\.xml has no entry of demo with the digest [0-9a-f]{64}/,
    spoilt('filelists', (text) => text.replace(/pkgid="../, 'pkgid="zz')),
  ),
  refuses(
    'rpm',
    'filelists with two entries of the package',
    /has two entries of the package [0-9a-f]{64}, which differ/,
    spoilt('filelists', (text) =>
      text.replace(/<package [^]*<\/package>/, (entry) => `${entry}\n${entry.replace('demo.conf', 'x')}`),
    ),
  ),
  refuses(
    'rpm',
    'filelists that are cut off',
    /is cut off after 1 packages/,
    spoilt('filelists', (text) => text.slice(0, text.indexOf('</filelists>'))),
  ),
  refuses(
    'rpm',
    'a change that nobody made',
    /other\.xml has a change of Eve, "nothing", which the package does not have/,
    spoilt('other', (text) =>
      text.replace('</package>', '<changelog author="Eve" date="1704110400">nothing</changelog></package>'),
    ),
  ),
  refuses(
    'rpm',
    'a change with another text',
    /other\.xml has a change of Änne <a@example\.org> - 1, "- change 9 & <more> on two lines"/,
    spoilt('other', (text) => text.replace('change 3', 'change 9')),
  ),
  refuses(
    'rpm',
    'a change of another day',
    /other\.xml has a change of Änne/,
    spoilt('other', (text) => text.replace(/date="\d{5}/, 'date="12345')),
  ),
  refuses(
    'rpm',
    'a newest change that is left out',
    /other\.xml has 2 changes that are not the newest of the package's 3/,
    spoilt('other', (text) => text.replace(/ *<changelog [^>]*>- change 3[^<]*<\/changelog>\n/, '')),
  ),
  refuses(
    'rpm',
    'other without the package',
    /other\.xml has no entry of demo/,
    spoilt('other', (text) => text.replace(/pkgid="../, 'pkgid="zz')),
  ),
  refuses(
    'rpm',
    'a file in primary that the package has not',
    /primary\.xml lists \/usr\/bin\/evil, which the package does not have/,
    spoilt('primary', (text) => text.replace('<file>', '<file>/usr/bin/evil</file><file>')),
  ),
]
