import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makePerson, type Outcome, type Person } from './command.js'
import { accountOf, askAs, listPackages, sandbox } from './live.js'
import { nameProjects, publishInputs, writeConfig } from './project.js'

const salt = 'a salt that nobody outside has'
const version = '7.31.8'
const nextVersion = '7.31.9'
const projects = nameProjects()
let person: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  await writeConfig(person, projects, ['7.31.7', version, nextVersion])
  await person.do('publish', { ...publishInputs('7.31.7'), 'verify-install': 'none', checks: 'metadata' })
  await person.signIn()
})

afterAll(() => person.remove())

const hold = (until: number, wait = '0', held = version): Promise<Outcome> =>
  person.run('embargo', {
    ...{ version: `v${held}`, salt, until: new Date(until).toISOString().replace(/\.\d+/, ''), wait },
    ...{ compression: 'fast', 'poll-interval': '1s', 'repository-url': sandbox.downloadUrl, 'verify-install': 'x86_64' },
  })

/** All that somebody without a role is told who asks everywhere. */
async function lookAsStranger(token: string): Promise<string> {
  const account = await accountOf('stranger')
  const hidden = `${projects.build}:embargo-${token}`
  const paths = [
    ...['/source', '/build', '/published', `/search/package?match=@project='${hidden}'`, "/search/package?match=@name='hello'"],
    ...['/source', '/build', '/published'].map((room) => `${room}/${projects.publish}`),
    `/build/${projects.publish}/_result?view=binarylist`,
    `/published/${projects.publish}/deb/Packages`,
  ]
  for (const path of [`/source/${hidden}`, `/source/${hidden}/_meta`, `/source/${hidden}/hello`, `/build/${hidden}/_result`])
    expect([path, await askAs(account, path)]).toEqual([path, undefined])
  const told = await Promise.all(paths.map(async (path) => (await askAs(account, path)) ?? ''))
  const download = `${sandbox.downloadUrl}/${hidden.replaceAll(':', ':/')}/deb/Packages`
  expect((await fetch(download)).status).toBe(404)
  return told.join('\n')
}

test('until its time a version is named nowhere and seen by nobody, and then all of it is there at once', async () => {
  const time = Date.now() + 180_000
  const first = await hold(time)
  expect([first.code, first.stderr]).toEqual([0, expect.not.stringContaining(version)])
  expect(JSON.stringify(first.outputs)).not.toContain(version)
  expect(first.outputs).toMatchObject({ state: 'built', packages: 1, token: expect.stringMatching(/^[0-9a-f]{16}$/) })
  for (const name of [projects.publish, projects.build]) expect(first.stderr).not.toContain(name)
  const token = String(first.outputs['token'])
  const before = await lookAsStranger(token)
  expect(before).toContain('hello_7.31.7-1.1_amd64.deb')
  expect(before).not.toContain(version)
  expect(before).not.toContain(token)
  const [old] = (await listPackages(projects.publish)) ?? []
  expect(await listPackages(projects.publish)).toEqual([old])
  expect((await readdir(person.folder, { recursive: true })).filter((name) => name.includes(`hello_${version}`))).toEqual([])

  const second = await hold(time, '10m')
  expect([second.code, second.stderr]).toEqual([0, expect.not.stringContaining(version)])
  expect(JSON.stringify(second.outputs)).not.toContain(version)
  expect(second.outputs).toMatchObject({ state: 'released', token, late: expect.any(Number) })
  expect(Number(second.outputs['late'])).toBeLessThan(60)
  expect(second.stderr).toMatch(/releasing hello at once/)
  const after = await lookAsStranger(token)
  expect(after).toContain(`hello_${version}-1.1_amd64.deb`)
  expect(after).not.toContain(token)

  const third = await hold(time)
  expect([third.code, third.outputs]).toEqual([0, { ...second.outputs }])
  expect((await listPackages(projects.publish))?.length).toBe(2)

  // It counts as released by the suite, although another project built it.
  const kept = await person.run('obs-clean', { version: '7.31.7', keep: '1', 'allow-channel': 'stable' })
  expect(kept.outputs).toMatchObject({
    versions: [
      { version, goes: false },
      { version: '7.31.7', goes: true },
    ],
    foreign: [],
  })

  // What its tag starts later is built in the open, and takes nobody's place.
  const tagged = await person.run('publish', publishInputs(version))
  expect(tagged.code).toBe(1)
  expect(tagged.stderr).toContain(`has hello_${version}-1.1_amd64.deb from other sources`)
  expect((await listPackages(projects.publish))?.length).toBe(2)
}, 600_000)

test('a run that comes late releases all the same, and says how late', async () => {
  const late = await hold(Date.now() - 7_200_000, '0', nextVersion)
  expect([late.code, late.stderr]).toEqual([0, expect.not.stringContaining(nextVersion)])
  expect(late.outputs).toMatchObject({ state: 'released' })
  expect(Number(late.outputs['late'])).toBeGreaterThan(7200)
  expect(late.stderr).toMatch(/ was released 2h\d\dm after its time/)
}, 300_000)

test('a project that everybody may see is no place for an embargo', async () => {
  const open = await hold(Date.now() + 3_600_000)
  const hidden = `${projects.build}:embargo-${String(open.outputs['token'])}`
  const config = await readFile(join(person.folder, 'packages.yaml'), 'utf8')
  await person.write('packages.yaml', config.replaceAll(projects.build, `${projects.build}:open`))
  const name = hidden.replace(projects.build, `${projects.build}:open`)
  await person.write('open.xml', `<project name="${name}"><title/><description/></project>`)
  await person.osc('meta', 'prj', '--file', 'open.xml', name)
  const refused = await hold(Date.now() + 3_600_000)
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('exists and everybody may see it: OBS hides a project only when it is made')
}, 300_000)
