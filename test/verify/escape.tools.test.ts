import { chmod, mkdtemp, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { inspectArchives } from '../../src/verify/install/inspection.js'
import type { Check } from '../../src/verify/request.js'
import { testHost, type TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { buildHostileRpm, writeHostileDeb, type HostilePackage } from './hostile.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

beforeAll(async () => {
  workshop = await fixture.openWorkshop()
}, 30_000)
afterAll(() => fixture.closeWorkshop(workshop))
beforeEach(async () => {
  host = await testHost()
})
afterEach(() => host.remove())

/** The root of an installation lies four folders below the host's temporary one, that of an unpacked package three. */
const upwards = '../../../..'

/** What the checks say of the package demo in a repository of these packages. */
async function judge(format: 'deb' | 'rpm', fill: (root: string) => Promise<void>): Promise<Record<string, string>> {
  const root = await mkdtemp(join(workshop.folder, `${format}-hostile-`))
  await chmod(root, 0o755)
  await fill(root)
  if (format === 'rpm') await fixture.signRpms(workshop, root, 'good')
  await fixture.writeMetadata(workshop, root, { format })
  const cells = [fixture.cellOf('1.0.0', 'x86_64')]
  const checks = new Set<Check>(['payload', 'install'])
  const results = await verify(workshop, host, root, { format, cells, checks })
  // What is asked of all packages at once runs nothing of them.
  const own = results.filter(({ subject }) => !subject.includes(','))
  return Object.fromEntries(own.map(({ check, passed, evidence }) => [check, passed ? 'passed' : evidence]))
}

const content = fixture.program('1.0.0', 'x86_64')
const program = { name: './usr/bin/demo', content }
const refused = (sentence: string) => ({
  payload: `the package cannot be unpacked: ${sentence}`,
  install: `not installed, because of deb demo 1.0.0 amd64, payload: the package cannot be unpacked: ${sentence}`,
})
const archive = 'demo_1.0.0-1.1_amd64.deb'

test.each<[string, (outside: string) => HostilePackage, string]>([
  [
    'above its root',
    () => ({ data: [program, { name: `./${upwards}/canary`, content: 'out' }] }),
    `has a member "./${upwards}/canary" that leads out of the root`,
  ],
  [
    'below a link of its own',
    (outside) => ({
      data: [program, { name: './opt', type: 'symlink', linkname: outside }, { name: './opt/canary', content: 'out' }],
    }),
    'has a member "./opt/canary" below a link that leads out of the root',
  ],
  [
    'by a link in place of a file that dpkg writes itself',
    (outside) => ({
      data: [program, { name: './var/lib/dpkg/status-new', type: 'symlink', linkname: `${outside}/canary` }],
    }),
    `has a member "./var/lib/dpkg/status-new" that is a link out of the root among the package manager's own files`,
  ],
])(
  'a deb that writes %s is refused, and nothing appears there',
  async (_, make, sentence) => {
    const outside = host.directories.temp
    const evidence = await judge('deb', (root) => writeHostileDeb(root, make(outside)))
    expect(await readdir(outside)).toEqual([])
    expect(evidence).toEqual(refused(`${archive} ${sentence}`))
  },
  60_000,
)

test.each<[string, HostilePackage, string]>([
  ['is absolute', { data: [program, { name: '/usr/bin/x' }] }, `${archive} has a member "/usr/bin/x" that leads out of the root`],
  [
    'is a device',
    { data: [{ name: './dev/x', type: 'character-device' }] },
    `${archive} has a member "./dev/x" that is a device`,
  ],
  [
    'is a hard link to outside',
    { data: [{ name: './x', type: 'link', linkname: `${upwards}/secret` }] },
    `${archive} has a member "./x" that is a hard link out of the root, to "${upwards}/secret"`,
  ],
])(
  'a deb with a member that %s is refused',
  async (_, hostile, sentence) => {
    expect(await judge('deb', (root) => writeHostileDeb(root, hostile))).toEqual(refused(sentence))
  },
  60_000,
)

test('a deb with a link in its control archive is refused, and what it leads to keeps its mode', async () => {
  const outside = join(host.directories.work, 'private')
  await writeFile(outside, 'nobody else reads this', { mode: 0o600 })
  const control = [{ name: './postinst', type: 'symlink', linkname: outside } as const]
  const evidence = await judge('deb', (root) => writeHostileDeb(root, { data: [program], control }))
  expect((await stat(outside)).mode & 0o777).toBe(0o600)
  expect(evidence).toEqual(refused(`${archive} has in its control archive "./postinst", which is no file`))
}, 60_000)

test('a deb whose control archive leads out is refused', async () => {
  const hostile = { data: [program], control: [{ name: './../x', content: 'out' }] }
  await writeHostileDeb(host.directories.work, hostile)
  const file = join(host.directories.work, 'amd64', archive)
  expect(await inspectArchives('deb', [{ name: archive, file }], host)).toBe(
    `the control archive of ${archive} has a member "./../x" that leads out of the root`,
  )
})

test('a deb below a link of what it depends on is refused, and nothing appears there', async () => {
  const outside = host.directories.temp
  const evidence = await judge('deb', async (root) => {
    const link = { name: './opt', type: 'symlink', linkname: outside } as const
    await writeHostileDeb(root, { name: 'demo-link', data: [link] })
    await writeHostileDeb(root, { depends: 'demo-link', data: [program, { name: './opt/canary', content: 'out' }] })
  })
  expect(await readdir(outside)).toEqual([])
  const sentence = `${archive} has a member "./opt/canary" below a link that leads out of the root`
  expect(evidence).toEqual({ payload: 'passed', install: `\`apt-get install demo=1.0.0-1.1\` failed: ${sentence}` })
}, 60_000)

test('an rpm below a link of what it requires is refused', async () => {
  const demo = join(host.directories.work, 'demo')
  await writeFile(demo, content)
  const evidence = await judge('rpm', async (root) => {
    const commands = `mkdir -p %{buildroot}; ln -s ${host.directories.temp} %{buildroot}/opt`
    await buildHostileRpm(root, { name: 'demo-link', commands, files: '/opt' })
    const install = `install -D ${demo} %{buildroot}/usr/bin/demo; install -D ${demo} %{buildroot}/opt/canary`
    await buildHostileRpm(root, { name: 'demo', requires: 'demo-link', commands: install, files: '/usr/bin/demo\n/opt/canary' })
  })
  expect(await readdir(host.directories.temp)).toEqual([])
  const below = 'below a link that leads out of the root'
  expect(evidence).toEqual({
    payload: 'passed',
    install: `\`dnf install demo-1.0.0-1.1.x86_64\` failed: demo-1.0.0-1.1.x86_64.rpm has a member "./opt/canary" ${below}`,
  })
}, 60_000)
