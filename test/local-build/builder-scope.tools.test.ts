import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadConfig } from '../../src/project/config-file.js'
import { readPackage } from '../../src/package/reader.js'
import { packageIn } from '../../src/plan/variant.js'
import { renderSpecs } from '../../src/operations/render-specs.js'
import { judgeDeclared } from '../../src/verify/declared-payload.js'
import type { TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { runOperation } from '../operations/run.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

let host: TestHost
beforeEach(async () => {
  host = await buildHost()
  await writeFiles(host, {
    ...daemonFiles,
    'packages.yaml': config,
    'suse.conf': 'greeting=guten Tag\n',
    'suse.sh': 'echo suse\n',
  })
})
afterEach(() => host.remove())

const config = daemonConfig
  .replace(
    'packages:',
    '  suse: { format: rpm, paths: [{ project: a, repository: b }], architectures: [x86_64, aarch64] }\npackages:',
  )
  .replace(
    '{ base-files: ">= 1.0" }',
    '{ shadow: { builders: [suse] }, shadow-utils: { builders: [rpm] }, passwd: { builders: [deb] } }',
  )
  .replace(
    '{ file: greeter.conf, config: true }',
    '[{ file: greeter.conf, config: true, builders: [deb, rpm] }, { file: suse.conf, config: true, builders: [suse] }]',
  )
  .replace('restart: true }', 'restart: true, builders: [deb, suse] }')
  .concat('    scripts: { post: { deb: echo deb, rpm: echo rpm, builders: { suse: { file: suse.sh } } } }\n')

/** What is in the package files of a run. */
async function inspect(inputs: Readonly<Record<string, string>>) {
  const { built, failure, report } = await build(host, { architectures: 'amd64', ...inputs })
  expect(failure).toBeUndefined()
  const models = await Promise.all(
    built.map(async ({ file, format, builder }) => ({ format, builder, model: await readPackage(file, host) })),
  )
  const shown = models.map(({ format, builder, model: { relations, files, scripts } }) => {
    const post = scripts[format === 'deb' ? 'postinst' : 'post'] ?? ''
    return [
      [format, builder],
      relations[format === 'deb' ? 'depends' : 'requires'],
      files.get('/etc/greeter.conf')?.size,
      [...files.keys()].some((path) => path.endsWith('/greeter.service')),
      /^echo .*$/m.exec(post)?.[0],
      post.includes('greeter.service'),
      post.includes('%'),
    ]
  })
  return { models, shown, report }
}

const [plain, other] = ['greeting=hello\n'.length, 'greeting=guten Tag\n'.length]
const deb = [['deb', undefined], ['passwd'], plain, true, 'echo deb', true, false]
const rpm = [['rpm', 'rpm'], ['shadow-utils'], plain, false, 'echo rpm', false, false]
const suse = [['rpm', 'suse'], ['shadow'], other, true, 'echo suse', true, false]

test('packages are built as the first builder of their format has them, or as the one that is named, and judged so', async () => {
  const first = await inspect({})
  expect(first.shown).toEqual([deb, rpm])
  expect(host.lines.filter((line) => line.includes('otherwise'))).toEqual([
    'info: The rpm of greeter is built as in rpm; suse has it otherwise, which the input `builders` chooses.',
  ])
  expect(first.report).toContain('| greeter (as in rpm) | rpm    |')
  const second = await inspect({ builders: 'deb, suse' })
  expect(second.shown).toEqual([deb, suse])
  expect((await inspect({ builders: 'suse' })).shown).toEqual([suse])
  const [planned] = planOf(await loadConfig(undefined, host)).packages
  if (!planned) throw new Error('there is no package')
  const judge = (builder: string, { models }: typeof first) =>
    models.flatMap(({ format, model }) => (format === 'rpm' ? judgeDeclared(packageIn(planned, builder), 'rpm', model) : []))
  expect([judge('rpm', first), judge('suse', second)]).toEqual([[], []])
  expect(judge('suse', first)).toEqual([
    '/usr/lib/systemd/system/greeter.service is missing',
    'it does not require shadow, as the config declares',
  ])
}, 120_000)

test.each([
  [
    'rpm, suse',
    'Input `builders` has rpm and suse, which make the rpm of greeter 1.2.3~rc.1 for x86_64 otherwise each, and it can be there once; name one of them, or build into two folders.',
  ],
  ['suze, fedora', 'Input `builders` has suze; did you mean suse?\nInput `builders` has fedora; there are deb, rpm, suse.'],
])('the builders %s are refused', async (builders, message) => {
  expect((await build(host, { builders })).failure).toBe(`UserError: ${message}`)
})

test('every spec is written, and one that no builder needs any more is taken away', async () => {
  const render = async () => (await runOperation(renderSpecs, host, { version: '1.2.3', output: 'sources' })).outputs['specs']
  const folder = join(host.directories.work, 'sources/greeter')
  expect(await render()).toEqual({ greeter: join(folder, 'greeter.spec'), 'greeter/suse': join(folder, 'greeter-suse.spec') })
  expect(await readFile(join(folder, 'greeter-suse.post'), 'utf8')).toBe('echo suse\n')
  await writeFiles(host, { 'packages.yaml': daemonConfig })
  expect(await render()).toEqual({ greeter: join(folder, 'greeter.spec') })
  for (const gone of ['greeter-suse.spec', 'greeter-suse.post'])
    await expect(readFile(join(folder, gone))).rejects.toThrow('ENOENT')
})
