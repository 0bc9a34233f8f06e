import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makePerson, type Person } from './command.js'
import { accountOf, editMeta, listJobs, sandbox } from './live.js'
import { nameProjects, publishInputs, writeConfig } from './project.js'

// What an ordinary account may do, and packages that are not built everywhere.

const projects = nameProjects()
const { build, publish } = projects
let person: Person
let stranger: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  const { username, password } = await accountOf('stranger')
  stranger = await makePerson('0.169.1', password, username)
  await writeConfig(person, projects, ['1.0.0', '1.0.1', '1.0.2'])
  await writeConfig(stranger, projects, ['1.0.2'])
  await person.do('publish', publishInputs('1.0.0'))
})

afterAll(async () => {
  await person.remove()
  await stranger.remove()
})

test('a package that is limited to debs is built, released and published as deb alone, and binaries of before are not taken along', async () => {
  const config = await readFile(join(person.folder, 'packages.yaml'), 'utf8')
  await person.write(
    'packages.yaml',
    config.replace('    summary: Says hello\n', '    summary: Says hello\n    formats: [deb]\n'),
  )
  const { released, changes } = await person.do('publish', publishInputs('1.0.1'))
  expect(changes).toContainEqual({ project: build, package: 'hello', what: 'lacks building disabled for repository rpm' })
  expect(released).toMatchObject({ hello: { versions: { deb: { x86_64: '1.0.1-1.1', aarch64: '1.0.1-1.1' } }, changed: true } })
  // As declared.
  const { hello } = released as { hello: { versions: object; container: string } }
  expect(Object.keys(hello.versions)).toEqual(['deb'])
  await person.signIn()
  expect(await person.osc('ls', '-b', publish, hello.container)).not.toContain('.rpm')
  const jobs = await listJobs(build, 'hello')
  expect([jobs['deb/x86_64']?.length, jobs['rpm/x86_64']?.length]).toEqual([2, 1])
  expect(await person.osc('api', `/build/${build}/rpm/x86_64/hello`)).not.toContain('.rpm')
  expect(await person.do('publish', publishInputs('1.0.1'))).toMatchObject({ changes: [], changed: false })
})

test('somebody without a role is told which role is lacking, and where', async () => {
  const { code, stderr } = await stranger.run('publish', { ...publishInputs('1.0.2'), provision: 'check' })
  expect(code).toBe(2)
  expect(stderr).toContain(
    `error: The account stranger may not change ${build}/hello: Sorry, you are not authorized to update this package.; it needs the role maintainer in ${build}, which its maintainers can give.`,
  )
})

test('a project below one that is not theirs is refused to somebody, who is told below which', async () => {
  const theirs = nameProjects()
  await writeConfig(stranger, theirs, ['1.0.2'])
  const { code, stderr } = await stranger.run('publish', publishInputs('1.0.2'))
  expect({ code, last: stderr.trim().split('\n').at(-1) }).toEqual({
    code: 2,
    last: `error: The account stranger may not create the project ${theirs.publish}: that needs the role maintainer in test; ask for it there, or choose a project below home:stranger.`,
  })
  await writeConfig(stranger, projects, ['1.0.2'])
})

test('a locked project is told as such, and nothing is changed in it', async () => {
  await editMeta(build, (meta) => meta.replace('<publish>', '<lock><enable/></lock><publish>'))
  const { code, stderr } = await person.run('publish', publishInputs('1.0.2'))
  expect(code).toBe(2)
  expect(stderr).toContain(`The project ${build} is locked on OBS`)
  await editMeta(build, (meta) => meta.replace(/<lock>[\s\S]*?<\/lock>/, ''))
})

test('a hidden project is as if missing to somebody without a role, and stays hidden when it is provisioned', async () => {
  const hidden = nameProjects()
  await person.signIn()
  const meta = `<project name="${hidden.build}"><title/><description/><access><disable/></access></project>`
  await person.write('hidden.xml', meta)
  await person.osc('meta', 'prj', '-F', 'hidden.xml', hidden.build)
  await writeConfig(person, hidden, ['1.0.0'])
  await person.do('obs-provision', { version: '1.0.0', adopt: 'true' })
  expect(await person.osc('meta', 'prj', hidden.build)).toMatch(/<access>\s*<disable\/>/)
  await stranger.signIn({ apiurl: sandbox.apiurl })
  const seen = await stranger.run('obs-wait', { project: hidden.build, packages: 'hello' })
  expect(seen.code).toBe(2)
  expect(seen.stderr).toContain(
    `${hidden.build}/hello has no sources on OBS that the account may see; run obs-push first, or check the names.`,
  )
})
