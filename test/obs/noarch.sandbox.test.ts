import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makePerson, type Person } from './command.js'
import { listJobs } from './live.js'
import { nameProjects, publishInputs, writeConfig } from './project.js'

const projects = nameProjects()
let person: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  await writeConfig(person, projects, ['1.0.0'])
  await person.write(
    'every.yaml',
    `extends: packages.yaml
packages:
  hello: { architectures: [noarch], source: { folder: 'programs/{version}/x86_64' } }
`,
  )
})

afterAll(() => person.remove())

test('a package for every machine is built once by each builder, published once and verified once', async () => {
  const done = await person.do('publish', { ...publishInputs('1.0.0'), config: 'every.yaml' })
  const once = { x86_64: '1.0.0-1.1' }
  expect(done['released']).toMatchObject({ hello: { versions: { deb: once, rpm: once }, changed: true } })
  const jobs = await listJobs(projects.build, 'hello')
  expect(
    Object.keys(jobs)
      .filter((cell) => (jobs[cell] ?? []).length > 0)
      .toSorted(),
  ).toEqual(['deb/x86_64', 'rpm/x86_64'])
  const again = await person.do('publish', { ...publishInputs('1.0.0'), config: 'every.yaml' })
  expect(again).toMatchObject({ changed: false, changes: [] })
})
