import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { fakeProgram } from '../../support/fake-program.js'
import { writeHostileDeb, type HostileMember } from '../hostile.js'
import { refuses, takes, warns, type CorpusCase } from './case.js'
import { relist } from './deb.js'
import type { Desk } from './desk.js'

const run = promisify(execFile)
const deb = 'amd64/demo_1.0.0-1.1_amd64.deb'
const control = 'Package: demo\nVersion: 1.0.0-1.1\nArchitecture: amd64\nMaintainer: T <t@example.org>\nDescription: x\n'

/** Puts a deb of these files in place of the one that is there, and lists it. */
const holding =
  (files: Readonly<Record<string, string | Buffer>>, modes: Readonly<Record<string, number>> = {}, conffiles = '') =>
  async (desk: Desk) => {
    const tree = await mkdtemp(join(desk.workshop.folder, 'tree-'))
    for (const [path, content] of Object.entries({
      'DEBIAN/control': control,
      ...(conffiles === '' ? {} : { 'DEBIAN/conffiles': conffiles }),
      ...files,
    })) {
      await mkdir(dirname(join(tree, path)), { recursive: true })
      await writeFile(join(tree, path), content, { mode: 0o644 })
      await run('chmod', [(modes[path] ?? (path.startsWith('usr/bin') ? 0o755 : 0o644)).toString(8), join(tree, path)])
    }
    await run('dpkg-deb', ['--root-owner-group', '-Zgzip', '--build', tree, join(desk.root, deb)])
    await rm(tree, { recursive: true })
    await relist(desk)
  }

const hostile =
  (data: readonly HostileMember[], more: readonly HostileMember[] = []) =>
  async (desk: Desk) => {
    await writeHostileDeb(desk.root, { data, control: more })
    await relist(desk)
  }
const link = (name: string, linkname: string): HostileMember => ({ name, type: 'symlink', linkname })
const native = fakeProgram('x86_64', 'demo')

/** Nothing is stated of the files: what is right for every package. */
const unstated = {
  request: () => ({ checks: new Set(['presence', 'payload'] as const) }),
}

/** What packages hold. */
export const payload: readonly CorpusCase[] = [
  takes('flat', 'a program of the right machine', holding({ 'usr/bin/demo': native }), unstated),
  takes('flat', 'a program that is a script', holding({ 'usr/bin/demo': '#!/bin/sh\necho\n' }), unstated),
  ...(['aarch64', 'armv7l', 'ppc64le', 's390x', 'i586'] as const).map((architecture) =>
    refuses(
      'flat',
      `a program for ${architecture}`,
      new RegExp(`/usr/bin/demo is a program for ${architecture}, in a package for amd64`),
      holding({ 'usr/bin/demo': fakeProgram(architecture, 'demo') }),
      unstated,
    ),
  ),
  refuses(
    'flat',
    'a program for Windows',
    /is a program for Windows/,
    holding({
      'usr/bin/demo': Buffer.concat([
        Buffer.from('MZ'),
        Buffer.alloc(58),
        Buffer.from([64, 0, 0, 0]),
        Buffer.from('PE\0\0'),
        Buffer.from([0x64, 0x86]),
      ]),
    }),
    unstated,
  ),
  refuses(
    'flat',
    'a program for macOS',
    /is a program for macOS/,
    holding({ 'usr/bin/demo': Buffer.from('cffaedfe070000010000000000000000', 'hex') }),
    unstated,
  ),
  refuses(
    'flat',
    'a program that is a page',
    /is a page of HTML/,
    holding({ 'usr/bin/demo': '<!DOCTYPE html><html>' }),
    unstated,
  ),
  refuses('flat', 'an empty program', /\/usr\/bin\/demo is empty/, holding({ 'usr/bin/demo': '' }), unstated),
  refuses(
    'flat',
    'a program that nobody can run',
    /has mode 0644, so nobody can run it/,
    holding({ 'usr/bin/demo': native }, { 'usr/bin/demo': 0o644 }),
    unstated,
  ),
  warns(
    'flat',
    'a program with the rights of its owner',
    /has mode 4755/,
    holding({ 'usr/bin/demo': native }, { 'usr/bin/demo': 0o4755 }),
    unstated,
  ),
  warns(
    'flat',
    'a file that everybody can change',
    /has mode 0666/,
    holding({ 'usr/bin/demo': native, 'usr/share/demo/x': 'x' }, { 'usr/share/demo/x': 0o666 }),
    unstated,
  ),
  refuses(
    'flat',
    'the configuration of the other format',
    /\/etc\/sysconfig\/demo is where rpm systems have it/,
    holding({ 'usr/bin/demo': native, 'etc/sysconfig/demo': 'x' }),
    unstated,
  ),
  warns(
    'flat',
    'configuration that is no conffile',
    /\/etc\/demo\.conf is no conffile/,
    holding({ 'usr/bin/demo': native, 'etc/demo.conf': 'x' }),
    unstated,
  ),
  takes(
    'flat',
    'configuration that is a conffile',
    holding({ 'usr/bin/demo': native, 'etc/demo.conf': 'x' }, {}, '/etc/demo.conf\n'),
    unstated,
  ),
  refuses(
    'flat',
    "another program than upstream's",
    /\/usr\/bin\/demo has sha256 [0-9a-f]{64} where upstream's has/,
    holding({ 'usr/bin/demo': native }),
  ),
  refuses('flat', 'no program', /\/usr\/bin\/demo is not a file of it/, holding({ 'usr/share/demo/x': 'x' })),
  refuses('flat', 'a file above the root', /leads out of the root/, hostile([{ name: './../../../x', content: 'x' }]), unstated),
  refuses('flat', 'an absolute file', /leads out of the root/, hostile([{ name: '/usr/bin/x', content: 'x' }]), unstated),
  refuses(
    'flat',
    'a file below a link out',
    /below a link that leads out/,
    hostile([link('./opt', '/tmp'), { name: './opt/x', content: 'x' }]),
    unstated,
  ),
  refuses(
    'flat',
    'a file below a link up',
    /below a link that leads out/,
    hostile([link('./usr/bin/up', '../../../..'), { name: './usr/bin/up/x', content: 'x' }]),
    unstated,
  ),
  refuses(
    'flat',
    'a device',
    /that is a device/,
    hostile([{ name: './dev/x', type: 'block-device', devmajor: 8, devminor: 0 }]),
    unstated,
  ),
  refuses(
    'flat',
    'a hard link out',
    /hard link out of the root/,
    hostile([{ name: './x', type: 'link', linkname: '../../etc/passwd' }]),
    unstated,
  ),
  refuses(
    'flat',
    'a link in the control archive',
    /in its control archive/,
    hostile([], [link('./postinst', '/etc/passwd')]),
    unstated,
  ),
  refuses(
    'flat',
    'a deb that is cut off, signed',
    /the package cannot be unpacked: .* cannot be looked through/,
    async (desk) => {
      const content = await desk.read(deb)
      await relist(desk)
      await desk.write(deb, content.subarray(0, content.length - 30))
      const { createHash } = await import('node:crypto')
      const cut = await desk.read(deb)
      await desk.editPackages((text) =>
        text
          .replace(/^Size: .*/m, `Size: ${cut.length}`)
          .replace(/^MD5sum: .*/m, `MD5sum: ${createHash('md5').update(cut).digest('hex')}`)
          .replace(/^SHA1: .*/m, `SHA1: ${createHash('sha1').update(cut).digest('hex')}`)
          .replace(/^SHA256: .*/m, `SHA256: ${createHash('sha256').update(cut).digest('hex')}`),
      )
    },
    unstated,
  ),
]
