import { describe, expect, test } from '@jest/globals'
import { readConfig } from '../../src/config/config.js'
import { parseConfigDocument } from '../../src/config/document.js'
import { UserError } from '../../src/error.js'
import type { Plan } from '../../src/plan/plan.js'
import { listFiles, mapPaths, parsePlan } from '../../src/plan/transport.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

/** A config with something of every kind that a plan can hold. */
const everything = oneProgram
  .replace('obs:\n', 'obs:\n  signing-key: key.asc\n  maintainers: [jane]\n')
  .replace('[x86_64, aarch64]', '[x86_64, riscv32]')
  .replace('packages:', '  suse: { format: rpm, paths: [{ project: a, repository: b }], architectures: [x86_64] }\npackages:')
  .replace(
    '      /usr/bin/hello: { binary: hello }',
    `      /usr/bin/hello: { binary: hello, source: { url: 'https://h/{arch}', sha256: SUMS, signature: { url: '{sums}.asc', keys: [signer.asc] } } }
      /usr/share/man/man1/hello.1: { member: hello.1 }
      /etc/suse.conf: { file: suse.conf, builders: [suse] }
      /etc/hello.conf: { file: hello.conf, config: true, replace: { file: a/file, folder: { deb: folder } } }
      /var/lib/hello: { directory: true }
      /usr/bin/hi: { link: hello }
    units: { hello.service: { file: hello.service, formats: [deb] } }
    recommends: { more: { builders: [suse] } }
    requires: { other: [{ versions: { '*': '>= {package-version}' }, architectures: [x86_64] }] }
    scripts: { post: 'true' }
    changelog: { template: 'Version {version}.' }
    spec: hello.spec
    rpmlint: { file: checked }
    lintian: { folder: checked }
    platforms: [darwin/arm64]
    license-file: { member: LICENSE }`,
  )
  .concat('architectures: { riscv32: { go: riscv, deb: riscv32, elf: { machine: 243, bits: 32, endian: little } } }\n')

const plan = planOf(readConfig([parseConfigDocument('packages.yaml', everything, '/base')]))

const read = (text: string, suite = '0.1.0') => parsePlan(text, 'Input `plan`', suite)

test('a plan comes out of its JSON as it went in', () => {
  expect(read(JSON.stringify(plan))).toEqual(plan)
  const once = JSON.stringify(read(JSON.stringify(plan)))
  expect(JSON.stringify(read(once))).toBe(once)
})

test('what a later minor version adds is left out', () => {
  expect(read(JSON.stringify({ ...plan, suite: '0.9.0', news: 1 }))).toEqual({ ...plan, suite: '0.9.0' })
})

describe('what is no plan is refused:', () => {
  test.each([
    ['no JSON', '{ "suite": ', /^Input `plan` is no JSON \(.+\)\.$/],
    ['a list', '[]', 'Input `plan` is no plan: give the output `plan` of the operation plan, whole.'],
    ['nothing', 'null', 'Input `plan` is no plan: give the output `plan` of the operation plan, whole.'],
    ['something else', '{"a":1}', 'Input `plan` is no plan: give the output `plan` of the operation plan, whole.'],
    [
      'one of a later major version',
      JSON.stringify({ suite: '1.0.0' }),
      'Input `plan` was made by obs-publish 1.0.0, and this is 0.1.0; let every job use the same major version.',
    ],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(UserError)
    expect(() => read(text)).toThrow(message)
  })
})

/** The plan as JSON with one thing changed, by its path. */
function changed(path: string, value: unknown): string {
  const copy: unknown = JSON.parse(JSON.stringify(plan))
  const steps = path.split('.')
  const below = (at: unknown, step: string): unknown =>
    typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined
  const parent = steps.slice(0, -1).reduce(below, copy)
  if (typeof parent !== 'object' || parent === null) throw new Error(`the plan has no ${path}`)
  if (value === undefined) Reflect.deleteProperty(parent, steps.at(-1) ?? '')
  else Reflect.set(parent, steps.at(-1) ?? '', value)
  return JSON.stringify(copy)
}

describe('a plan that was changed is refused:', () => {
  test.each<[string, unknown, string]>([
    ['apiurl', undefined, 'apiurl is missing'],
    ['apiurl', 'obs', 'apiurl cannot be "obs"'],
    ['packages.0.metadata.license', undefined, 'packages.0.metadata.license is missing'],
    ['packages.0.time', '1', 'packages.0.time cannot be "1"'],
    ['packages.0.name', '../hello', 'packages.0.name cannot be "../hello"'],
    ['packages.0.files.0.kind', undefined, 'packages.0.files.0.kind is missing'],
    ['packages.0.sources.0.address', {}, 'packages.0.sources.0.address cannot be Object'],
    ['builders.0.format', 'apk', 'builders.0.format cannot be "apk"'],
    ['cells.0.architecture', 's390x', 'deb does not build for s390x'],
    ['cells.0.builder', 'apk', 'apk does not build for x86_64'],
    ['cells.0.package', 'world', 'there is no package world for deb'],
    ['packages.0.builds.1', undefined, 'packages.0.builds.1 cannot be null'],
    ['packages.0.builds', [], 'there is no package hello for deb'],
    ['architectures', [], 'x86_64 has no names'],
    ['cells', [], 'nothing builds hello'],
    ['packages.0.variants.0.builder', 'leap', 'hello differs in leap, and no builder of rpms is called so'],
    ['packages.0.variants.0.format', 'deb', 'hello differs in suse, and no builder of debs is called so'],
    ['packages.0.variants.0.relations.0.kind', 'x', 'packages.0.variants.0.relations.0.kind cannot be "x"'],
  ])('%s as %j', (path, value, reason) => {
    expect(() => read(changed(path, value))).toThrow(
      new UserError(`Input \`plan\` was changed after it was made: ${reason}; make it again by the operation plan.`),
    )
  })

  test('a plan of nothing', () => {
    expect(() => read(JSON.stringify({ ...plan, packages: [], cells: [] }))).toThrow(
      'Input `plan` was changed after it was made: it has no package; make it again by the operation plan.',
    )
  })
})

/** Every text of a plan by its path, where it differs from the plan's own. */
function differences(left: unknown, right: unknown, path = ''): string[] {
  if (typeof left === 'object' && left !== null)
    return Object.entries(left).flatMap(([key, value]) =>
      differences(value, Reflect.get(Object(right), key), path === '' ? key : `${path}.${key}`),
    )
  return left === right ? [] : [`${path} ${String(right)}`]
}

const moved = (which: 'all' | 'small'): Plan => mapPaths(plan, (path) => `/moved${path}`, which)

const small = [
  'key.file /moved/base/key.asc',
  'packages.0.sources.0.sha256.list.file /moved/base/SUMS',
  'packages.0.sources.0.signature.address.file /moved/base/SUMS.asc',
  'packages.0.sources.0.signature.keys.0.file /moved/base/signer.asc',
]
const folders = ['packages.0.sources.1.address.folder /moved/base/bin/amd64']

test('paths of files and folders are changed, and nothing that is only called so', () => {
  const all = differences(plan, moved('all')).filter((path) => !/sources\.[2-9]/.test(path))
  expect(all).toEqual(expect.arrayContaining([...small, ...folders]))
  expect(all.filter((path) => !/sources|^key/.test(path))).toEqual([
    'packages.0.files.2.content.file /moved/base/hello.conf',
    'packages.0.files.5.content.file /moved/base/hello.service',
    'packages.0.documents.1.from.file /moved/base/README.md',
    'packages.0.variants.0.files.2.content.file /moved/base/suse.conf',
    'packages.0.variants.0.files.3.content.file /moved/base/hello.conf',
    'packages.0.variants.0.files.6.content.file /moved/base/hello.service',
    'packages.0.spec.file /moved/base/hello.spec',
  ])
  expect(moved('all').packages[0]).toMatchObject({ rpmlint: { file: 'checked' }, lintian: { folder: 'checked' } })
  expect(moved('all').packages[0]?.files[2]).toMatchObject({ replace: { file: 'a/file', folder: { deb: 'folder' } } })
})

test('those of small files alone travel with a plan', () => {
  const all = differences(plan, moved('small'))
  expect(all).toEqual(expect.arrayContaining(small))
  expect(all.filter((path) => path.includes('folder'))).toEqual([])
  const sums = ['SUMS', 'SUMS.asc', 'signer.asc']
  const names = ['key.asc', ...sums, 'hello.conf', 'hello.service', 'README.md', 'suse.conf', 'hello.spec']
  expect(listFiles(plan)).toEqual(names.map((name) => `/base/${name}`))
})
