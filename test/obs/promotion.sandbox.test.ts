import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse, stringify } from 'yaml'
import { makePerson, type Inputs, type Person } from './command.js'
import { listPackages, sandbox } from './live.js'
import { nameProjects, publishInputs, writeConfig } from './project.js'

// What is published follows a file that is reviewed: from dev to stable without a build, from a build to stable, back again.

const run = promisify(execFile)
const { publish: root } = nameProjects()
const stable = `${root}:stable`
let person: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  await writeConfig(person, { build: `${root}:{channel}:build`, publish: `${root}:{channel}` }, ['1.0.0', '1.0.1'])
  const file = join(person.folder, 'packages.yaml')
  const config = parse(await readFile(file, 'utf8')) as Record<string, unknown> // this test wrote it
  await person.write(
    'packages.yaml',
    stringify({ ...config, channels: { stable: { versions: ['release'] }, dev: { versions: ['release'] } } }),
  )
  await person.do('publish', { ...publishInputs('1.0.0'), channel: 'dev' })
  await person.signIn()
}, 300_000)

afterAll(() => person.remove())

const common: Inputs = { 'poll-interval': '1s', 'repository-url': sandbox.downloadUrl, 'verify-install': 'none' }
const promote = (inputs: Inputs) => person.do('promote', { ...common, ...inputs })
const listed = async (project: string) => ((await listPackages(project)) ?? []).filter((name) => !name.startsWith('_'))
const promotions = () => readFile(join(person.folder, 'promotion.yaml'), 'utf8')

/** What users of a project download, whoever signed it: the digests of debs by their index, of rpms' headers and payloads by rpm. */
async function describePublished(project: string): Promise<readonly string[]> {
  const place = `${sandbox.downloadUrl}/${project.replaceAll(':', ':/')}`
  const index = await (await fetch(`${place}/deb/Packages`)).text()
  const debs = [...index.matchAll(/^(?:Filename: .*\/|SHA256: )(.*)$/gm)].map(([, text = '']) => text)
  const rpms: string[] = []
  for (const architecture of ['x86_64', 'aarch64']) {
    const listed = await (await fetch(`${place}/rpm/${architecture}/`)).text()
    const [name = 'none'] = /hello-1\.0\.0-[^"/<]*\.rpm/.exec(listed) ?? []
    const query = ['--query', '--nosignature', '--queryformat', '%{NEVRA} %{SHA256HEADER} %{PAYLOADDIGEST}', '--package']
    rpms.push((await run('rpm', [...query, `${place}/rpm/${architecture}/${name}`])).stdout)
  }
  expect([debs.length, rpms.map((each) => each.split(' ').length)]).toEqual([4, [3, 3]])
  return [...debs, ...rpms]
}

test('what dev publishes becomes stable without a build, byte by byte, and twice is as once', async () => {
  await person.do('obs-provision', { version: '1.0.0', channel: 'stable' })
  const recorded = await promote({ mode: 'record', version: '1.0.0', channel: 'stable', from: 'dev' })
  expect(recorded).toMatchObject({
    changed: true,
    problems: [],
    changes: [
      { action: 'record', channel: 'stable', minor: '1.0', version: '1.0.0', package: 'hello', project: stable, from: 'dev' },
    ],
  })
  expect(await listed(stable)).toEqual([])
  const checked = await promote({ mode: 'check' })
  expect(checked).toMatchObject({ changed: true, changes: [{ action: 'publish', version: '1.0.0', package: 'hello' }] })
  const applied = await promote({ mode: 'apply' })
  expect(applied).toMatchObject({ changed: true, problems: [], unlisted: [] })
  expect((await listed(stable)).every((name) => /^hello\.\d{14}\.\d{14}$/.test(name))).toBe(true)
  expect(await describePublished(stable)).toEqual(await describePublished(`${root}:dev`))
  const again = await promote({ mode: 'apply' })
  expect(again).toMatchObject({ changed: false, changes: [], problems: [] })
}, 300_000)

test('a build is recorded, reviewed and published; yanked, users get the version before; and it can be promoted again', async () => {
  const given = { version: '1.0.1', channel: 'stable' }
  await person.do('build-tarball', { ...given, compression: 'fast' })
  await person.do('render-specs', given)
  const { revisions } = await person.do('obs-push', given)
  await person.do('obs-wait', { ...given, revisions: JSON.stringify(revisions), 'poll-interval': '1s' })
  expect(await promote({ mode: 'record', ...given })).toMatchObject({ changed: true })
  const before = await promotions()
  expect(await promote({ mode: 'apply' })).toMatchObject({ changed: true, problems: [] })
  const both = await listed(stable)

  expect(await promote({ mode: 'record', ...given, yanked: 'says goodbye' })).toMatchObject({
    changed: true,
    changes: [{ action: 'yank', version: '1.0.1', reason: 'says goodbye' }],
  })
  expect(await promotions()).toBe(before.replace('    version: 1.0.1\n', '    version: 1.0.1\n    yanked: says goodbye\n'))
  const yanked = await promote({ mode: 'apply', 'verify-install': 'x86_64' })
  expect(yanked).toMatchObject({
    changed: true,
    changes: [
      { action: 'withdraw', package: 'hello', instead: { deb: '1.0.0-1.1', rpm: expect.stringMatching(/^1\.0\.0-/) as unknown } },
    ],
  })
  const left = await listed(stable)
  expect(left.length).toBeLessThan(both.length)
  expect(await promote({ mode: 'apply' })).toMatchObject({ changed: false, changes: [] })

  expect(await promote({ mode: 'record', ...given })).toMatchObject({ changed: true, changes: [{ action: 'restore' }] })
  expect(await promotions()).toBe(before)
  expect(await promote({ mode: 'apply' })).toMatchObject({ changed: true, problems: [] })
}, 400_000)
