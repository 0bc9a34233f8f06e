import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { hashFile } from '../../src/host/file.js'
import type { TestHost } from '../support/host.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

/** Milliseconds: every package takes half a second. */
const patience = 60_000
let host: TestHost
beforeEach(async () => {
  host = await buildHost()
  await writeFiles(host, daemonFiles)
})
afterEach(() => host.remove())

async function read(program: string, ...args: string[]): Promise<string> {
  return (await host.exec(program, args, { env: { TZ: 'UTC' } })).stdout
}

const debs = ['greeter_1.2.3~rc.1-1_amd64.deb', 'greeter_1.2.3~rc.1-1_arm64.deb']
const rpms = ['greeter-1.2.3~rc.1-1.x86_64.rpm', 'greeter-1.2.3~rc.1-1.aarch64.rpm']

test(
  'deb and rpm for a native and a foreign architecture hold what the config says',
  async () => {
    const { built, directory, failure, report } = await build(host)
    expect([failure, directory]).toEqual([undefined, join(host.directories.work, 'packages')])
    expect(built.map(({ file }) => basename(file))).toEqual([...debs, ...rpms])
    const [deb = '', rpm = ''] = [built[1]?.file, built[3]?.file]
    expect(await read('dpkg-deb', '--field', deb, 'Package', 'Version', 'Architecture', 'Depends', 'Section')).toBe(
      'Package: greeter\nVersion: 1.2.3~rc.1-1\nArchitecture: arm64\nDepends: base-files (>= 1.0)\nSection: admin\n',
    )
    const listed = (await read('dpkg-deb', '--contents', deb)).split('\n').map((line) => line.split(/\s+/))
    const entries = listed.map(([mode = '', owner = '', , , , path = '']) => `${mode} ${owner} ${path}`)
    expect(entries).toEqual(
      expect.arrayContaining([
        '-rw-r--r-- root/root ./etc/greeter.conf',
        '-rwxr-xr-x root/root ./usr/bin/greeter',
        '-rw-r--r-- root/root ./lib/systemd/system/greeter.service',
        // debbuild loses the mode of a directory; the script below sets it.
        'drwxr-xr-x root/root ./var/lib/greeter/',
      ]),
    )
    expect(await read('dpkg-deb', '--info', deb, 'conffiles')).toBe('/etc/greeter.conf\n')
    expect(await read('dpkg-deb', '--info', deb, 'postinst')).toMatch(
      /^chmod 0750 \/var\/lib\/greeter\n[^]*systemctl preset greeter\.service/m,
    )
    const format = '%{ARCH} %{NVR} %{BUILDHOST} %{BUILDTIME}\n[%{FILEMODES:perms} %{FILEFLAGS:fflags} %{FILENAMES}\n]%{POSTIN}'
    expect(await read('rpm', '--query', '--package', '--queryformat', format, rpm)).toMatch(
      /^aarch64 greeter-1\.2\.3~rc\.1-1 reproducible 1000000000\n-rw-r--r-- cn \/etc\/greeter\.conf\n-rwxr-xr-x {2}\/usr\/bin\/greeter\n-rw-r--r-- {2}\/usr\/lib\/systemd\/system\/greeter\.service\n[^]*drwxr-x--- {2}\/var\/lib\/greeter\n[^]*systemctl --no-reload preset greeter\.service/,
    )
    expect(await read('sh', '-c', `dpkg-deb --fsys-tarfile '${deb}' | tar --extract --to-stdout ./usr/bin/greeter`)).toBe(
      daemonFiles['bin/linux-arm64/greeter'],
    )
    expect(report.split('\n')[4]).toMatch(
      /^\| greeter \| deb {4}\| x86_64 {7}\| greeter_1\.2\.3~rc\.1-1_amd64\.deb {3}\| [\d.]+ KiB \| built \|$/,
    )
    expect(host.lines).toContainEqual(expect.stringMatching(/^info: deb packages are built by (the stand-in for )?debbuild /))
  },
  patience,
)

test(
  'a folder whose name means something to rpmbuild and shells does not change a byte',
  async () => {
    const inputs = { architectures: 'amd64' }
    const plain = await build(host, inputs)
    const odd = await build(host, { ...inputs, output: "my $HOME's/50%name (ünï) \\ %{x}" })
    expect(odd.failure).toBeUndefined()
    expect(odd.built.map(({ sha256 }) => sha256)).toEqual(plain.built.map(({ sha256 }) => sha256))
    expect(await readdir(host.directories.temp)).toEqual([])
  },
  patience,
)

test(
  'the same inputs give the same bytes in another folder, time zone and umask',
  async () => {
    const first = await build(host)
    const again = await buildHost({ env: { ...process.env, TZ: 'Asia/Tokyo', LC_ALL: 'C', HOME: host.directories.temp } })
    try {
      await writeFiles(again, daemonFiles)
      const before = process.umask(0o077)
      const second = await build(again, { output: 'a/longer/place' }).finally(() => process.umask(before))
      const digests = ({ built }: typeof first) => built.map(({ file, sha256 }) => [basename(file), sha256])
      expect(digests(second)).toEqual(digests(first))
      for (const name of ['greeter.spec', 'greeter_1.2.3~rc.1.orig.tar.xz']) {
        const source = (output: string) => join(output, '.work/sources/aarch64/greeter', name)
        const [left, right] = [first.directory, second.directory].map(source)
        expect(await hashFile(left ?? '', 'sha256')).toBe(await hashFile(right ?? '', 'sha256'))
      }
      const { stdout } = await again.exec('grep', ['-rlF', first.directory, first.directory], { allow: 'any' })
      expect(stdout.split('\n').filter((name) => !name.includes('/.work/'))).toEqual([''])
    } finally {
      await again.remove()
    }
  },
  patience,
)

test(
  'a second run keeps everything, and a changed input is built again only where it goes in',
  async () => {
    const first = await build(host)
    const second = await build(host)
    expect(second.built).toEqual(first.built.map((row) => ({ ...row, kept: true })))
    expect(host.lines).toContain('info: rpm of greeter 1.2.3~rc.1 for aarch64 is up to date')

    await writeFiles(host, { 'bin/linux-arm64/greeter': '#!/bin/sh\necho changed\n' })
    const third = await build(host)
    expect(third.built.map(({ architecture, kept }) => [architecture, kept])).toEqual([
      ['x86_64', true],
      ['aarch64', false],
      ['x86_64', true],
      ['aarch64', false],
    ])
    await writeFiles(host, { 'packages.yaml': daemonConfig.replace('summary: Daemon', 'summary: Service') })
    expect((await build(host)).built.map(({ kept }) => kept)).toEqual([false, false, false, false])
  },
  patience,
)

test(
  'a further architecture and another version leave what is there alone',
  async () => {
    const first = await build(host, { architectures: 'amd64', formats: 'rpm' })
    expect(first.built).toHaveLength(1)
    expect((await build(host, { formats: 'rpm' })).built.map(({ kept }) => kept)).toEqual([true, false])
    await build(host, { version: 'v1.2.4', formats: 'rpm' })
    expect((await build(host, { formats: 'rpm' })).built.map(({ kept }) => kept)).toEqual([true, true])
  },
  patience,
)

test(
  'a run goes on where another was killed, and a file that was damaged or removed is made again',
  async () => {
    const first = await build(host)
    const [one, two] = first.built
    const work = join(first.directory, '.work')
    // A kill while a package is built leaves a folder, a kill just before the end no stamp.
    await mkdir(join(work, 'build/greeter_1.2.3~rc.1_x86_64.deb/top'), { recursive: true })
    await rm(join(work, 'stamps/greeter_1.2.3~rc.1_aarch64.rpm.json'))
    await writeFile(one?.file ?? '', 'damaged')
    await rm(two?.file ?? '')
    const second = await build(host)
    expect(second.built).toEqual(first.built.map((row, index) => ({ ...row, kept: index === 2 })))
    expect(await readdir(join(work, 'build'))).toEqual([])
  },
  patience,
)

test(
  'a build that fails names the package, its last words and the log, and hands over what was built',
  async () => {
    const spec = 'Name: @name@\n%{nonsense\n'
    await writeFiles(host, { 'packages.yaml': daemonConfig.replace('units:', 'spec: own.spec\n    units:'), 'own.spec': spec })
    const { failure, built, directory } = await build(host, { formats: 'tar.gz, rpm', architectures: 'darwin/arm64, arm64' })
    expect(failure).toMatch(
      /^WorkError: The rpm of greeter 1\.2\.3~rc\.1 for aarch64 cannot be built: .*; the whole log is \S+\.log$/,
    )
    const log = /log is (\S+)$/.exec(failure ?? '')?.[1] ?? ''
    expect(log.startsWith(join(directory, '.work/logs'))).toBe(true)
    expect(await readFile(log, 'utf8')).toMatch(/^\$ rpmbuild -bb [^]*error: /)
    expect(built.length).toBeLessThan(3)
  },
  patience,
)

test(
  'packages are compressed quickly or well, and another compression is another package',
  async () => {
    const found = []
    for (const compression of ['fast', 'max', 'max']) {
      const { built } = await build(host, { architectures: 'arm64', compression })
      const [deb = '', rpm = ''] = built.map(({ file }) => file)
      const payload = await read('rpm', '--query', '--package', '--queryformat', '%{PAYLOADCOMPRESSOR} %{PAYLOADFLAGS}', rpm)
      found.push([(await read('ar', 't', deb)).split('\n')[2], payload, ...built.map(({ kept }) => kept)])
    }
    expect(found).toEqual([
      ['data.tar.gz', 'gzip 1', false, false],
      ['data.tar.xz', 'xz 9', false, false],
      ['data.tar.xz', 'xz 9', true, true],
    ])
  },
  patience,
)
