import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { resolve } from 'node:path'
import type { Format } from '../../src/format.js'
import type { PackageFile, PackageModel } from '../../src/package/package-model.js'
import { readPackage } from '../../src/package/reader.js'
import type { PlannedPackage } from '../../src/plan/plan.js'
import { judgeDeclared } from '../../src/verify/declared-payload.js'
import { prepareExample } from '../examples/fake-binaries.js'
import { build } from '../local-build/workshop.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
let planned: PlannedPackage
const models = new Map<Format, PackageModel>()

beforeAll(async () => {
  host = await testHost()
  const config = resolve('examples/daemon/packages.yaml')
  const { plan, binaries } = await prepareExample(config, 'v1.1.0', host)
  const [first] = plan.packages
  if (first === undefined) throw new Error('the example has no package')
  planned = first
  const { built, failure } = await build(host, { config, version: 'v1.1.0', binaries, architectures: 'x86_64', output: 'out' })
  if (failure !== undefined) throw new Error(failure)
  for (const { format, file } of built) {
    if (format === 'deb' || format === 'rpm') models.set(format, await readPackage(file, host))
  }
}, 60_000)
afterAll(() => host.remove())

function judge(format: Format, spoil: (files: Map<string, PackageFile>) => void, scripts?: Record<string, string>) {
  const model = models.get(format)
  if (model === undefined) throw new Error(`no ${format} was built`)
  const files = new Map(model.files)
  spoil(files)
  return judgeDeclared(planned, format, { ...model, files, ...(scripts === undefined ? {} : { scripts }) })
}

function fileOf(files: ReadonlyMap<string, PackageFile>, path: string): PackageFile {
  const file = files.get(path)
  if (file === undefined) throw new Error(`no ${path} in ${[...files.keys()].join(' ')}`)
  return file
}

function change(files: Map<string, PackageFile>, path: string, changed: Partial<PackageFile>): void {
  files.set(path, { ...fileOf(files, path), ...changed })
}

test.each(['deb', 'rpm'] as const)('a %s as the suite builds it holds what the config declares, and nothing else', (format) => {
  expect(judge(format, () => undefined)).toEqual([])
})

test.each<[string, Format, (files: Map<string, PackageFile>) => void, string]>([
  ['lacks a program', 'deb', (files) => files.delete('/usr/bin/greet'), '/usr/bin/greet is missing'],
  [
    'lacks a manual page',
    'rpm',
    (files) => files.delete('/usr/share/man/man8/greeterd.8.gz'),
    '/usr/share/man/man8/greeterd.8 is missing',
  ],
  [
    'has a file more',
    'rpm',
    (files) => files.set('/usr/bin/extra', fileOf(files, '/usr/bin/greet')),
    '/usr/bin/extra is declared nowhere in the config',
  ],
  [
    'has a program that nobody can run',
    'deb',
    (files) => change(files, '/usr/bin/greet', { mode: 0o644 }),
    '/usr/bin/greet has mode 0644 where 0755 is declared',
  ],
  [
    'has a program with rights of its owner',
    'rpm',
    (files) => change(files, '/usr/bin/greet', { mode: 0o4755 }),
    '/usr/bin/greet has mode 4755 where 0755 is declared',
  ],
  [
    'has a program of somebody',
    'rpm',
    (files) => change(files, '/usr/bin/greet', { owner: 'nobody' }),
    '/usr/bin/greet belongs to nobody:root where root:root is declared',
  ],
  [
    'does not keep its configuration',
    'deb',
    (files) => change(files, '/etc/default/greeter', { marks: [] }),
    '/etc/default/greeter is no conffile though it is declared to be',
  ],
  [
    'does not keep its configuration',
    'rpm',
    (files) => change(files, '/etc/sysconfig/greeter', { marks: ['config'] }),
    '/etc/sysconfig/greeter is %config without noreplace, so an upgrade replaces what administrators changed',
  ],
  [
    'has the path of the other format',
    'deb',
    (files) => files.set('/etc/sysconfig/greeter', fileOf(files, '/etc/default/greeter')),
    '/etc/sysconfig/greeter is declared nowhere in the config',
  ],
  [
    'has a link to elsewhere',
    'deb',
    (files) => change(files, '/usr/bin/hi', { target: '/bin/sh' }),
    '/usr/bin/hi leads to /bin/sh where greet is declared',
  ],
  [
    'has a folder in place of a file',
    'deb',
    (files) => change(files, '/usr/bin/greet', { type: 'directory' }),
    '/usr/bin/greet is a directory where a file is declared',
  ],
])('a package that %s is noticed (%s)', (_, format, spoil, problem) => {
  expect(judge(format, spoil)).toEqual([problem])
})

test('a script is noticed where nothing is declared that needs one', () => {
  const plain = {
    ...planned,
    scripts: { deb: {}, rpm: {} },
    accounts: { users: [], groups: [] },
    tmpfiles: [],
    units: [],
    files: planned.files.map((file) => ({ ...file, mode: '0755', owner: 'root', group: 'root', purge: undefined })),
  }
  const model = models.get('deb')
  expect(model && judgeDeclared(plain, 'deb', model).at(-1)).toMatch(/^it has the script [a-z, ]+, which nobody declared$/)
})

test('a script that is declared and not there is noticed', () => {
  expect(judge('rpm', () => undefined, {})).toContain('it lacks the script pre, which is declared')
  expect(judge('deb', () => undefined, {})).toContain('it lacks the script postinst, which is declared')
})

test('a deb must give a file to the owner that is declared', () => {
  const model = models.get('deb')
  if (model === undefined) throw new Error('no deb was built')
  const files = planned.files.map((file) => (file.path === '/usr/bin/greet' ? { ...file, group: 'mail', mode: '2755' } : file))
  const judgeWith = (lines: string) =>
    judgeDeclared({ ...planned, files }, 'deb', {
      ...model,
      scripts: { ...model.scripts, postinst: `${lines}${model.scripts['postinst'] ?? ''}` },
    })
  const given = 'for file in /usr/bin/greet; do\n  || { chown -h root:mail "$file"; chmod 2755 "$file"; }\ndone\n'
  expect(judgeWith(given)).toEqual([])
  expect(judgeWith(given.replace('mail', 'root'))).toEqual([
    '/usr/bin/greet is not given to root:mail by the postinst, as is declared',
  ])
})
