import { expect, test } from '@jest/globals'
import { findEscape, type PackageMember } from '../../src/package/package-escape.js'

const file = (name: string): PackageMember => ({ name, type: 'file' })
const folder = (name: string): PackageMember => ({ name, type: 'folder' })
const symlink = (name: string, target: string): PackageMember => ({ name, type: 'symlink', target })
const hardlink = (name: string, target: string): PackageMember => ({ name, type: 'hardlink', target })

test.each([
  ['files and folders', [folder('./'), folder('./usr/'), file('./usr/bin'), file('etc/x..y')]],
  ['a link to a file outside', [symlink('./etc/mtab', '/proc/mounts'), symlink('./a', '../../../etc/passwd')]],
  ['files below a link that stays inside', [symlink('./usr/lib64', 'lib'), file('./usr/lib64/x')]],
  ['a way up that stays inside', [symlink('./usr/lib/x', '../../var'), file('./usr/lib/x/y'), file('./usr/../z')]],
  ['a hard link', [file('./usr/bin/a'), hardlink('./usr/bin/b', './usr/bin/a')]],
  ['a pipe', [{ name: './run/initctl', type: 'pipe' }]],
  ['names with backslashes', [file('./lib/systemd/system/dev-disk-by\\x2dlabel.swap')]],
  ['a file where another package has a link', [symlink('./opt/x', '/opt/y'), file('./opt/x')]],
] as const)('%s stay inside', (_, members) => {
  expect(findEscape([{ name: 'demo', members }])).toBeUndefined()
})

const out = 'that leads out of the root'
const below = 'below a link that leads out of the root'

test.each([
  ['an absolute member', [file('/etc/passwd')], `"/etc/passwd" ${out}`],
  ['a member above the root', [file('../../../x')], `"../../../x" ${out}`],
  ['a member above the root, on a way round', [file('./usr/../../x')], `"./usr/../../x" ${out}`],
  ['a folder above the root', [folder('./../x/')], `"./../x/" ${out}`],
  ['no name', [file('')], `"" ${out}`],
  ['a file below an absolute link', [symlink('./opt', '/tmp'), file('./opt/x')], `"./opt/x" ${below}`],
  ['a file below a link upwards', [symlink('./opt/a', '../../tmp'), file('./opt/a/x')], `"./opt/a/x" ${below}`],
  ['a file in front of the link above it', [file('./opt/a/x'), symlink('./opt/a', '/tmp')], `"./opt/a/x" ${below}`],
  [
    'a file below a chain of links',
    [symlink('./a', 'b/c'), symlink('./b', 'd'), symlink('./d/c', '../../x'), file('./a/x')],
    `"./a/x" ${below}`,
  ],
  ['a file below a link to itself', [symlink('./a', 'a'), file('./a/x')], `"./a/x" ${below}`],
  [
    'a file whose way leads up from where a link leads',
    [symlink('./u/a', '../b'), file('./u/a/../../x')],
    `"./u/a/../../x" ${below}`,
  ],
  [
    'a file below a hard link to a link',
    [symlink('./z', '/tmp'), hardlink('./y', './z'), hardlink('./x', './y'), file('./x/f')],
    `"./x/f" ${below}`,
  ],
  [
    'a folder in place of a link',
    [symlink('./opt', '/tmp'), folder('./opt/')],
    '"./opt/" that is a folder and elsewhere a link out of the root',
  ],
  [
    'a hard link upwards',
    [hardlink('./x', '../../etc/shadow')],
    '"./x" that is a hard link out of the root, to "../../etc/shadow"',
  ],
  ['an absolute hard link', [hardlink('./x', '/etc/shadow')], '"./x" that is a hard link out of the root, to "/etc/shadow"'],
  [
    'a hard link through a link',
    [symlink('./e', '/etc'), hardlink('./x', './e/shadow')],
    '"./x" that is a hard link out of the root, to "./e/shadow"',
  ],
  ['a device', [{ name: './dev/sda', type: 'device' }], '"./dev/sda" that is a device'],
  ['what nobody knows', [{ name: './x', type: 'unknown' }], '"./x" of an unknown kind'],
  [
    "a link among dpkg's own files",
    [symlink('./var/lib/dpkg/status-new', '/etc/passwd')],
    `"./var/lib/dpkg/status-new" that is a link out of the root among the package manager's own files`,
  ],
] as const)('%s is refused', (_, members, sentence) => {
  expect(findEscape([{ name: 'demo', members }])).toBe(`demo has a member ${sentence}`)
})

test('a file of one package below a link of another is refused', () => {
  const packages = [
    { name: 'demo', members: [file('./opt/x/y')] },
    { name: 'demo-link', members: [symlink('./opt/x', '/tmp')] },
  ]
  expect(findEscape(packages)).toBe(`demo has a member "./opt/x/y" ${below}`)
})
