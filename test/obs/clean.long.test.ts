import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makePerson, type Person } from './command.js'
import { listPackages, listRevisions, sandbox } from './live.js'
import { nameProjects, publishInputs, writeConfig } from './project.js'

const nights = ['1.4.0-alpha.1.7+abc1234', '1.4.0-alpha.1.8+abc1234', '1.4.0-alpha.1.9+abc1234'] as const
const projects = nameProjects()
let person: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  await writeConfig(person, projects, [...nights, '1.0.0'])
})

afterAll(() => person.remove())

/** What apt and dnf themselves see of the published repositories. */
async function listSeen(version: string): Promise<readonly string[]> {
  const inputs = { version, 'repository-url': sandbox.downloadUrl, install: 'x86_64', timeout: '60s' }
  const { report } = await person.do('verify-repo', inputs)
  await person.write('report.json', JSON.stringify(report))
  const rows = report as readonly { subject: string; evidence: string }[] // as declared
  return rows.filter(({ subject }) => subject.endsWith('versions seen')).map(({ evidence }) => evidence)
}

test('old nightlies go once the newest is proved, what the suite did not release stays, and apt and dnf see it', async () => {
  for (const version of nights)
    await person.do('publish', { ...publishInputs(version), 'verify-install': 'none', checks: 'metadata' })
  await person.signIn()
  await person.write('foreign.xml', `<package name="by-hand" project="${projects.publish}"><title/><description/></package>`)
  await person.osc('meta', 'pkg', '--file', 'foreign.xml', projects.publish, 'by-hand')
  const [oldest = '', ...newer] = ((await listPackages(projects.publish)) ?? []).filter((name) => name.startsWith('hello.'))
  expect(newer).toHaveLength(2)
  const [seventh, eighth, ninth] = nights.map((night) => `${night.replace('-', '~')}-1.1`)
  expect(await listSeen(nights[2])).toEqual([
    `apt sees ${ninth}, ${eighth}, ${seventh}; the channel takes them all`,
    `dnf sees ${seventh}, ${eighth}, ${ninth}; the channel takes them all`,
  ])
  const left = [{ name: 'by-hand', reason: 'it is no release of a package of the config' }]
  const clean = (inputs: Readonly<Record<string, string>>) =>
    person.run('obs-clean', { version: nights[2], keep: '2', 'poll-interval': '1s', ...inputs })

  const looked = await clean({})
  expect(looked.code).toBe(0)
  expect(looked.outputs).toMatchObject({ mode: 'check', removed: [], foreign: left })
  expect(looked.outputs['versions']).toMatchObject([
    { version: '1.4.0~alpha.1.9+abc1234', goes: false, reason: 'the newest' },
    { version: '1.4.0~alpha.1.8+abc1234', goes: false, reason: 'one of the 2 newest' },
    { version: '1.4.0~alpha.1.7+abc1234', goes: true, containers: [oldest] },
  ])
  const unproved = await clean({ mode: 'apply' })
  expect(unproved).toMatchObject({ code: 1, outputs: { removed: [] } })
  expect(unproved.stderr).toContain(`Nothing was withdrawn from ${projects.publish}, because the report proves nothing of hello_`)
  expect(await listPackages(projects.publish)).toEqual(['by-hand', oldest, ...newer])

  // A run that dies in the middle is gone on with by the next.
  const apply = { mode: 'apply', report: 'report.json', version: nights[2], keep: '2' }
  await person.runUntil(`withdrawing ${oldest}`, 'obs-clean', apply)
  expect((await clean(apply)).code).toBe(0)
  expect(await listPackages(projects.publish)).toEqual(['by-hand', ...newer])
  expect(await listSeen(nights[2])).toEqual([
    `apt sees ${ninth}, ${eighth}; the channel takes them all`,
    `dnf sees ${eighth}, ${ninth}; the channel takes them all`,
  ])
  const again = await clean(apply)
  expect(again).toMatchObject({ code: 0, outputs: { removed: [], foreign: left } })
  expect(await listRevisions(projects.build, 'hello')).toHaveLength(3)
}, 900_000)

test('from a channel of releases nothing goes unless it is named', async () => {
  const refused = await person.run('obs-clean', { version: '1.0.0', keep: '1', mode: 'apply' })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain(
    'Channel stable takes releases, which users expect to stay; nothing is withdrawn from it unless the input `allow-channel` is stable.',
  )
})
