import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { PackageModel } from '../../src/package/package-model.js'
import { readPackage } from '../../src/package/reader.js'
import { resolvePlan } from '../../src/project/planning.js'
import { judgeDeclared } from '../../src/verify/declared-payload.js'
import type { TestHost } from '../support/host.js'
import { build, buildHost, daemonFiles, plainConfig, writeFiles } from './workshop.js'

/** Milliseconds: every package takes half a second. */
const patience = 60_000
let host: TestHost
beforeEach(async () => {
  host = await buildHost()
})
afterEach(() => host.remove())

/** Builds the daemon with other files, of a text in each; the models by format and architecture. */
async function buildWith(
  files: string,
  beside: Readonly<Record<string, string | Buffer>> = {},
  change: readonly [string, string] = ['', ''],
): Promise<Record<string, PackageModel>> {
  const config = plainConfig
    .replace(/ {4}files:[^]*/, `    files:\n${files.trim().replace(/^/gm, '      ')}\n`)
    .replace(...change)
  await writeFiles(host, { ...daemonFiles, ...beside, 'packages.yaml': config })
  const { built, failure } = await build(host)
  expect(failure).toBeUndefined()
  const [planned] = (await resolvePlan({ version: 'v1.2.3-rc.1', packages: [] }, host)).packages
  if (planned === undefined) throw new Error('nothing was planned')
  const found: Record<string, PackageModel> = {}
  for (const { format, architecture, file } of built) {
    if (format !== 'deb' && format !== 'rpm') continue
    const model = await readPackage(file, host)
    expect([format, judgeDeclared(planned, format, model)]).toEqual([format, []])
    found[`${format} ${architecture}`] = model
  }
  return found
}

const each = ['deb x86_64', 'deb aarch64', 'rpm x86_64', 'rpm aarch64'] as const

test(
  'a file has other content in each format and on each architecture, and is left out where nothing holds',
  async () => {
    const found = await buildWith(
      `
/usr/bin/greeter: { binary: greeter }
/etc/greeter:
  - { file: a, formats: [deb] }
  - { file: bb, formats: [rpm], architectures: [x86_64] }
  - { file: ccc, builders: [rpm], architectures: [aarch64] }
/usr/share/greeter/x86: { member: only, architectures: [x86_64] }
/usr/share/greeter/owned: { file: a, owner: mail, architectures: [aarch64] }
`,
      { a: 'a', bb: 'bb', ccc: 'ccc', 'bin/linux-amd64/only': 'x86' },
    )
    const sizes = (path: string) => each.map((name) => found[name]?.files.get(path)?.size)
    expect(sizes('/etc/greeter')).toEqual([1, 1, 2, 3])
    expect(sizes('/usr/share/greeter/x86')).toEqual([3, undefined, 3, undefined])
    expect(sizes('/usr/share/greeter/owned')).toEqual([undefined, 1, undefined, 1])
    expect(each.map((name) => found[name]?.scripts['postinst']?.includes('chown -h mail:root') ?? false)).toEqual([
      false,
      true,
      false,
      false,
    ])
  },
  patience,
)

test(
  'manual pages are compressed once, and links between them lead to compressed pages',
  async () => {
    const page = (name: string) => gzipSync(`.TH ${name}\n`)
    const beside: Record<string, string | Buffer> = {
      'prog.1': '.TH prog\n',
      'pages/man3/x.3': '.TH x\n',
      'prog.conf.5.gz': page('conf'),
    }
    for (const folder of ['bin/linux-amd64/man', 'bin/linux-arm64/man']) {
      for (const name of ['a.7.gz', 'b.7.gz', 'c.8.gz']) beside[`${folder}/${name}`] = page(name)
      beside[`${folder}/d.8`] = '.TH d\n'
    }
    await mkdir(join(host.directories.work, 'pages/man3'), { recursive: true })
    await symlink('x.3', join(host.directories.work, 'pages/man3/y.3'))
    const found = await buildWith(
      `
/usr/share/man/man1/prog.1: { file: prog.1 }
/usr/share/man/man1/prg.1: { link: prog.1 }
/usr/share/man/de/man1/prog.1: { link: ../../man1/prog.1 }
/usr/share/man/man5/prog.conf.5: { file: prog.conf.5.gz }
/usr/share/man/man7/: { member: 'man/*.7.gz' }
/usr/share/man/man8/: { member: 'man/*.8*' }
/usr/share/man/fr: { directory: true }
/usr/share/man/: { file: 'pages/**' }
`,
      beside,
    )
    for (const name of each) {
      const pages = [...(found[name]?.files ?? [])].filter(([path]) => path.startsWith('/usr/share/man/'))
      const [files, links, folders] = (['file', 'link', 'directory'] as const).map((type) =>
        pages.filter(([, file]) => file.type === type),
      )
      expect(files?.map(([path]) => path).sort()).toEqual([
        '/usr/share/man/man1/prog.1.gz',
        '/usr/share/man/man3/x.3.gz',
        '/usr/share/man/man5/prog.conf.5.gz',
        '/usr/share/man/man7/a.7.gz',
        '/usr/share/man/man7/b.7.gz',
        '/usr/share/man/man8/c.8.gz',
        '/usr/share/man/man8/d.8.gz',
      ])
      expect(links?.map(([path, { target }]) => `${path} -> ${target}`).sort()).toEqual([
        '/usr/share/man/de/man1/prog.1.gz -> ../../man1/prog.1.gz',
        '/usr/share/man/man1/prg.1.gz -> prog.1.gz',
        '/usr/share/man/man3/y.3.gz -> x.3.gz',
      ])
      expect(folders?.map(([path]) => path)).toContain('/usr/share/man/fr')
    }
    const file = (name: string) => found[name]?.file ?? ''
    const text = execFileSync('sh', [
      '-c',
      'dpkg-deb --fsys-tarfile "$0" | tar xO ./usr/share/man/man8/d.8.gz | zcat',
      file('deb x86_64'),
    ])
    expect(text.toString()).toBe('.TH d\n')
  },
  patience,
)

test(
  'a ghost belongs to the rpm, and is removed when the deb is purged',
  async () => {
    const found = await buildWith(`
/usr/bin/greeter: { binary: greeter }
/var/lib/greeter.state: { ghost: true, mode: '0640', group: mail }
`)
    const [deb, rpm] = [found['deb x86_64'], found['rpm x86_64']]
    expect(deb?.files.has('/var/lib/greeter.state')).toBe(false)
    expect(deb?.scripts['postrm']?.trim().split('\n').slice(-1)).toEqual([
      'if [ "$1" = purge ]; then rm -f /var/lib/greeter.state; fi',
    ])
    expect(rpm?.files.get('/var/lib/greeter.state')).toMatchObject({
      marks: ['ghost'],
      mode: 0o640,
      owner: 'root',
      group: 'mail',
    })
    expect(rpm?.scripts).toEqual({})
  },
  patience,
)

test(
  'capabilities are in the header of the rpm, and set by the deb, which requires what sets them',
  async () => {
    const found = await buildWith('/usr/bin/greeter: { binary: greeter, capabilities: cap_net_bind_service=+ep, group: mail }')
    const [deb, rpm] = [found['deb x86_64'], found['rpm x86_64']]
    expect(deb?.scripts['postinst']?.trim().split('\n').slice(-6)).toEqual([
      'for file in /usr/bin/greeter; do',
      '  dpkg-statoverride --list "$file" > /dev/null || { chown -h root:mail "$file"; chmod 0755 "$file"; }',
      'done',
      'for file in /usr/bin/greeter; do',
      '  setcap \'cap_net_bind_service=+ep\' "$file"',
      'done',
    ])
    expect(deb?.relations['depends']).toContain('libcap2-bin')
    expect(execFileSync('rpm', ['-qp', '--filecaps', rpm?.file ?? '']).toString()).toMatch(
      /^\/usr\/bin\/greeter\tcap_net_bind_service=\+?ep$/m,
    )
  },
  patience,
)
