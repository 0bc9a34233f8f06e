import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makePerson, type Person } from './command.js'
import { editMeta, listJobs, listRevisions, ofEachCell, sandbox } from './live.js'
import { startLossyProxy, type Answer, type LossyProxy } from './lossy-proxy.js'
import { container, listContainers, nameProjects, publishedAs, publishInputs, writeConfig } from './project.js'

// Failures that publishers of packages really had; the numbers are those of the project's list of them.

const projects = nameProjects()
const { build } = projects
let person: Person
let other: Person
let proxy: LossyProxy
let losing: readonly RegExp[] = []

beforeAll(async () => {
  proxy = await startLossyProxy(sandbox.apiurl, ({ request, status, body }: Answer) => {
    // The first offer of a file list is answered with what is missing, the second commits it.
    const done = status === 200 && !body.includes('error="missing"')
    const index = done ? losing.findIndex((wanted) => wanted.test(request)) : -1
    losing = losing.filter((_, position) => position !== index)
    return index >= 0
  })
  person = await makePerson('0.169.1')
  other = await makePerson('1.x')
  await writeConfig(person, projects, ['1.0.0', '1.0.1', '1.0.2'], { apiurl: proxy.url })
})

afterAll(async () => {
  await proxy.close()
  await person.remove()
  await other.remove()
})

const commit = /^POST \/source\/[^/]+\/hello\?.*cmd=commitfilelist/
const release = /^POST \/source\/[^/]+\/hello\?cmd=release/

test('failure story 7, effects doubled after a timeout: lost answers to the commit and to the release lead to one of each', async () => {
  losing = [commit, release]
  const outputs = await person.do('publish', publishInputs('1.0.0'))
  expect(proxy.lost).toEqual([expect.stringMatching(commit), expect.stringMatching(release)])
  const [srcmd5, ...more] = await listRevisions(build, 'hello')
  expect(more).toEqual([])
  expect(await listJobs(build, 'hello')).toEqual(ofEachCell([`${srcmd5} succeeded`]))
  const containers = await listContainers(projects)
  expect(containers).toEqual([expect.stringMatching(container)])
  expect(outputs).toMatchObject({
    revisions: { hello: { rev: '1', srcmd5, changed: true } },
    released: { hello: { container: containers?.[0], versions: publishedAs('1.0.0-1.1'), changed: true } },
  })
})

test('failure story 4, the wait ended before the build had begun: a wait right after the push is for the jobs of the new sources', async () => {
  await writeConfig(other, projects, ['1.0.1'], { apiurl: proxy.url })
  await other.signIn({ apiurl: proxy.url })
  const version = { version: '1.0.1' }
  await other.do('build-tarball', { ...version, compression: 'fast' })
  await other.do('render-specs', version)
  const lostBefore = proxy.lost.length
  losing = [commit]
  const pushed = await other.do('obs-push', version)
  await other.do('obs-wait', {
    ...version,
    revisions: JSON.stringify(pushed['revisions']),
    'poll-interval': '1s',
  })
  const [first, second, ...more] = await listRevisions(build, 'hello')
  expect(more).toEqual([])
  expect(pushed).toEqual({ revisions: { hello: { rev: '2', srcmd5: second, changed: true } } })
  expect(await listJobs(build, 'hello')).toEqual(ofEachCell([`${first} succeeded`, `${second} succeeded`]))

  losing = [release]
  const released = await other.do('obs-release', { ...version, 'poll-interval': '1s' })
  expect(proxy.lost.slice(lostBefore)).toEqual([expect.stringMatching(commit), expect.stringMatching(release)])
  const containers = await listContainers(projects)
  expect(containers).toEqual([expect.stringMatching(container), expect.stringMatching(container)])
  expect(released).toMatchObject({
    released: { hello: { container: containers?.[1], versions: publishedAs('1.0.1-1.1'), changed: true } },
  })
})

test('failure story 3, an architecture failed and yet the exit code was 0: a cell that OBS does not list fails the run', async () => {
  await editMeta(build, (meta) => meta.replace(/(<repository name="rpm"[\s\S]*?)\s*<arch>aarch64<\/arch>/, '$1'))
  const before = await listContainers(projects)
  await person.signIn({ apiurl: proxy.url })
  const published = await person.run('publish', { ...publishInputs('1.0.2'), provision: 'check' })
  expect(published.code).toBe(1)
  expect(published.stderr).toMatch(
    new RegExp(
      `\nerror: 1 of 4 builds in ${build} failed: hello rpm/aarch64 \\(missing: ${build} has no repository rpm for aarch64; run obs-provision\\)\\. Nothing was released; obs-rebuild restarts them\\.\n$`,
    ),
  )
  expect(published.outputs['changes']).toEqual([{ project: build, what: 'lacks repository rpm: arch aarch64' }])
  expect(published.outputs['released']).toBeUndefined()

  const released = await person.run('obs-release', { version: '1.0.2', 'poll-interval': '1s' })
  expect(released.code).toBe(1)
  expect(released.stderr).toContain(
    'Nothing was released, because not every build of these sources has succeeded: hello rpm/aarch64',
  )
  expect(await listContainers(projects)).toEqual(before)
})

test('obs-provision takes nothing away that somebody set by hand, and adds what is missing once that is gone', async () => {
  const version = { version: '1.0.1' }
  await editMeta(build, (meta) => meta.replace('<publish>', '<debuginfo><enable/></debuginfo><publish>'))
  const before = await person.osc('meta', 'prj', build)
  const refused = await person.run('obs-provision', version)
  expect({ code: refused.code, outputs: refused.outputs }).toEqual({ code: 2, outputs: {} })
  expect(refused.stderr).toContain(`${build} has debuginfo enable, which the config has not: nothing was changed on OBS`)
  expect(await person.osc('meta', 'prj', build)).toBe(before)

  await editMeta(build, (meta) => meta.replace(/<debuginfo>[\s\S]*<\/debuginfo>/, ''))
  const lacks = { project: build, what: 'lacks repository rpm: arch aarch64' }
  expect(await person.do('obs-provision', version)).toEqual({ changes: [lacks], changed: true })
  expect(await person.do('obs-provision', version)).toEqual({ changes: [], changed: false })
})
