import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makePerson, type Person } from './command.js'
import { accountOf, listPackages, sandbox } from './live.js'
import { listContainers, nameProjects, publishInputs, writeConfig } from './project.js'

// A project with a key of its own, made by OBS and by osc's own command.

const projects = nameProjects()
const { publish } = projects
const inputs = { version: '1.0.0', 'repository-url': sandbox.downloadUrl, 'poll-interval': '1s', timeout: '2m' }
let person: Person
let stranger: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  const { username, password } = await accountOf('stranger')
  stranger = await makePerson('1.x', password, username)
  for (const each of [person, stranger]) {
    await writeConfig(each, projects, ['1.0.0'])
    await each.signIn()
  }
  await person.do('obs-provision', { version: '1.0.0' })
  await person.osc('signkey', '--create', publish)
  await person.do('publish', publishInputs('1.0.0'))
})

afterAll(async () => {
  await person.remove()
  await stranger.remove()
})

/** The public key as OBS has it. */
const keyOf = () => person.osc('api', `/source/${publish}/_pubkey`)
/** A file of the published repositories. */
const serve = async (path: string) => {
  const answer = await fetch(`${sandbox.downloadUrl}/${publish.replaceAll(':', ':/')}/${path}`)
  return { status: answer.status, text: await answer.text() }
}

test('whoever provisions is told which key signs', async () => {
  const { stderr } = await person.run('obs-provision', { version: '1.0.0' })
  expect(stderr).toMatch(
    new RegExp(`${publish} is signed with the key [0-9A-F]{40}, which expires on \\d{4}-\\d\\d-\\d\\d; it is its own\n`),
  )
})

test('a key that is good for long is left alone, and so is what serves it', async () => {
  const before = await keyOf()
  expect(await person.do('obs-extend-key', inputs)).toMatchObject({ owner: publish, changed: false, republished: false })
  expect(await keyOf()).toBe(before)
})

test('somebody without a role, and a project whose key it is not, are refused, and nothing is changed', async () => {
  const before = await keyOf()
  const { code, stderr } = await stranger.run('obs-extend-key', { ...inputs, days: '3650' })
  expect(code).toBe(2)
  expect(stderr).toContain(`needs the role maintainer in ${publish}`)
  const other = await person.run('obs-extend-key', { ...inputs, days: '3650', project: 'test' })
  expect(other.code).toBe(2)
  expect(other.stderr).toContain(`${publish} is signed with the key of ${publish}, not with one of test`)
  expect(await keyOf()).toBe(before)
})

test('a key is extended, every repository serves it with the same packages, and what was published before verifies', async () => {
  const before = await keyOf()
  const [containers, packages, key] = [
    await listContainers(projects),
    await serve('deb/Packages'),
    await serve('deb/Release.key'),
  ]
  const asked = { ...inputs, days: '3650' }
  expect(await person.do('obs-extend-key', { ...asked, mode: 'check' })).toMatchObject({ changed: true, republished: true })
  expect(await keyOf()).toBe(before)

  const outputs = await person.do('obs-extend-key', asked)
  const after = await keyOf()
  expect(after).not.toBe(before)
  const date = String(outputs['expires'])
  const serves = `${String(outputs['fingerprint'])} until ${date}`
  expect(outputs).toMatchObject({
    ...{ owner: publish, expires: date, changed: true, republished: true },
    repositories: [
      { builder: 'deb', key: serves },
      { builder: 'rpm', key: serves },
    ],
  })
  expect((await serve('deb/Release.key')).text).not.toBe(key.text)
  expect((await serve('rpm/repodata/repomd.xml.key')).text.trim()).toBe(after.trim())
  expect(await serve('deb/Packages')).toEqual(packages)
  expect(await listContainers(projects)).toEqual(containers)
  expect((await listPackages(publish))?.filter((name) => name.includes('republication'))).toEqual([])
  expect(await person.osc('meta', 'prj', publish)).toContain(`(key until ${date})</title>`)
  const { report } = await person.do('verify-repo', {
    version: '1.0.0',
    'repository-url': sandbox.downloadUrl,
    checks: 'signatures,presence',
  })
  expect((report as { state: string }[]).map(({ state }) => state)).not.toContain('failed')
  expect(await person.do('obs-provision', { version: '1.0.0' })).toMatchObject({ changes: [] })

  const config = await readFile(join(person.folder, 'packages.yaml'), 'utf8')
  await person.write('packages.yaml', config.replace('obs:\n', 'obs:\n  signing-key: keys/hello.asc\n'))
  await person.write('keys/hello.asc', before)
  const proposed = { ...inputs, mode: 'check', 'write-key': 'true' }
  expect(await person.do('obs-extend-key', proposed)).toMatchObject({
    'key-file': 'keys/hello.asc',
    changed: false,
    republished: false,
  })
  expect((await readFile(join(person.folder, 'keys/hello.asc'), 'utf8')).trim()).toBe(after.trim())
  expect(await person.do('obs-extend-key', proposed)).toMatchObject({ 'key-file': '' })
})
