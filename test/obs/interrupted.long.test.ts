import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makePerson, type Outcome, type Person } from './command.js'
import { listFiles, listJobs, listRevisions, ofEachCell } from './live.js'
import { container, listContainers, nameProjects, publishedAs, publishInputs, sourceFiles, writeConfig } from './project.js'

// A publisher whose process is killed again and again, as a runner that is shut down or out of memory does it.

const projects = nameProjects()
const { build } = projects
let person: Person

beforeAll(async () => {
  person = await makePerson()
  await writeConfig(person, projects, ['1.0.0', '1.0.1'])
})

afterAll(() => person.remove())

/** Kills a publish at each sign, one after the other, and then lets one run to its end. */
async function publishDespite(signs: readonly string[], version: string): Promise<Outcome['outputs']> {
  for (const sign of signs) await person.runUntil(sign, 'publish', publishInputs(version))
  return person.do('publish', publishInputs(version))
}

test('publish that was killed in each of its steps ends as if it had not been', async () => {
  const signs = ['── Provision', '── Push', '── Build', ' of 4 built', '── Release', '── Verify']
  const outputs = await publishDespite(signs, '1.0.0')
  const [srcmd5, ...more] = await listRevisions(build, 'hello')
  expect(more).toEqual([])
  expect(await listFiles(build, 'hello')).toEqual(sourceFiles('1.0.0'))
  expect(await listJobs(build, 'hello')).toEqual(ofEachCell([`${srcmd5} succeeded`]))
  const containers = await listContainers(projects)
  expect(containers).toEqual([expect.stringMatching(container)])
  const released = { project: projects.publish, container: containers?.[0], versions: publishedAs('1.0.0-1.1'), changed: false }
  expect(outputs).toMatchObject({
    changes: [],
    revisions: { hello: { rev: '1', srcmd5, changed: false } },
    state: 'succeeded',
    failed: [],
    released: { hello: released },
    changed: false,
  })
  expect(outputs['results']).toHaveLength(4)
})

test('publish that was killed while files were sent and while it released commits once and releases once', async () => {
  const signs = ['sending hello_1.0.1.orig.tar.xz', 'releasing hello']
  const outputs = await publishDespite(signs, '1.0.1')
  const [first, second, ...more] = await listRevisions(build, 'hello')
  expect(more).toEqual([])
  expect(second).not.toBe(first)
  expect(await listFiles(build, 'hello')).toEqual(sourceFiles('1.0.1'))
  expect(await listJobs(build, 'hello')).toEqual(ofEachCell([`${first} succeeded`, `${second} succeeded`]))
  const containers = await listContainers(projects)
  expect(containers).toEqual([expect.stringMatching(container), expect.stringMatching(container)])
  expect(outputs).toMatchObject({
    revisions: { hello: { rev: '2', srcmd5: second } },
    state: 'succeeded',
    released: { hello: { container: containers?.[1], versions: publishedAs('1.0.1-1.1') } },
  })
})

test('an older version that is published already is left as it is, and so are the newer sources', async () => {
  const before = [await listRevisions(build, 'hello'), await listJobs(build, 'hello'), await listContainers(projects)]
  const outputs = await person.do('publish', publishInputs('1.0.0'))
  expect(outputs).toMatchObject({ released: { hello: { versions: publishedAs('1.0.0-1.1') } }, changed: false })
  expect([await listRevisions(build, 'hello'), await listJobs(build, 'hello'), await listContainers(projects)]).toEqual(before)
})
