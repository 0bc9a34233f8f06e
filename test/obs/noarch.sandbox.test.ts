import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { makePerson, type Person } from './command.js'
import { listFiles, listJobs, sandbox } from './live.js'
import { nameProjects, publishInputs, writeConfig } from './project.js'

const projects = nameProjects()
const others = nameProjects()
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

test('builders of one format that have a package otherwise take specs of their own, and each is verified as it has it', async () => {
  await writeConfig(person, others, ['1.0.0'])
  await person.write('suse.conf', 'chosen\n')
  const suse = { format: 'rpm', paths: [{ project: 'openSUSE:Leap:15.6', repository: 'standard' }], architectures: ['x86_64'] }
  const hello = {
    requires: { '/bin/sh': { builders: ['suse'] } },
    conflicts: { 'hello-other': { builders: ['rpm'] } },
    files: { '/etc/hello.conf': { file: 'suse.conf', config: true, builders: ['suse'] } },
    scripts: { post: { builders: { suse: 'exit 0' } } },
  }
  await person.write('several.yaml', stringify({ extends: 'packages.yaml', builders: { suse }, packages: { hello } }))
  const inputs = { ...publishInputs('1.0.0'), config: 'several.yaml' }
  const done = await person.do('publish', inputs)
  const [once, everywhere] = [{ x86_64: '1.0.0-1.1' }, { x86_64: '1.0.0-1.1', aarch64: '1.0.0-1.1' }]
  expect(done['released']).toMatchObject({ hello: { versions: { deb: everywhere, rpm: everywhere, suse: once }, changed: true } })
  const files = await listFiles(others.build, 'hello')
  expect(files.filter((name) => /\.(?:spec|post)$/.test(name))).toEqual(['hello-suse.post', 'hello-suse.spec', 'hello.spec'])
  const [left = '', right = ''] = ['rpm', 'suse'].map(
    (builder) => `${sandbox.downloadUrl}/${others.publish.replaceAll(':', ':/')}/${builder}`,
  )
  const { outputs } = await person.run('compare-packages', { left, right, ignore: 'size,distribution' })
  const differences = outputs['differences'] as readonly Record<string, string>[] // as declared
  expect(differences.filter((row) => row['architecture'] === 'x86_64').map((row) => [row['what'], row['where']])).toEqual([
    ['relations', 'conflicts'],
    ['relations', 'requires'],
    ['scripts', 'post'],
    ['files', '/etc/hello.conf'],
  ])
})
