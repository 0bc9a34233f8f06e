import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
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

test('failure story 5, the drift of a live project: obs-provision adds what is missing, and keeps what somebody set by hand', async () => {
  const version = { version: '1.0.1' }
  await editMeta(build, (meta) => meta.replace('<publish>', '<debuginfo><enable/></debuginfo><publish>'))
  const lacks = { project: build, what: 'lacks repository rpm: arch aarch64' }
  const checked = await person.do('obs-provision', { ...version, mode: 'check' })
  expect(checked).toMatchObject({ changes: [lacks], changed: true, diff: expect.stringContaining('+    <arch>aarch64</arch>') })
  expect(await person.do('obs-provision', version)).toMatchObject({ changes: [lacks], changed: true })
  expect(await person.osc('meta', 'prj', build)).toContain('<debuginfo>')
  expect(await person.do('obs-provision', version)).toEqual({ changes: [], changed: false, diff: '', mode: 'apply' })
})

test('a project that somebody else made is adopted only when that is wanted, and keeps what it has', async () => {
  const theirs = nameProjects()
  await other.signIn({ apiurl: sandbox.apiurl })
  await writeConfig(other, theirs, ['1.0.0'])
  const meta = `<project name="${theirs.build}"><title>Mine</title><description>Ours</description><url>https://example.org</url><useforbuild><disable/></useforbuild><repository name="images"><path project="Debian:12" repository="standard"/><arch>x86_64</arch></repository></project>`
  await other.write('theirs.xml', meta)
  await other.osc('meta', 'prj', '-F', 'theirs.xml', theirs.build)
  await other.write('theirs.conf', 'Prefer: bash\n')
  await other.osc('meta', 'prjconf', '-F', 'theirs.conf', theirs.build)
  const version = { version: '1.0.0' }

  const refused = await other.run('obs-provision', version)
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain(`${theirs.build} exists on OBS and was not made by obs-publish: nothing was changed;`)
  expect(await listContainers(theirs)).toBeUndefined()

  await other.do('obs-provision', { ...version, adopt: 'true' })
  const adopted = await other.osc('meta', 'prj', theirs.build)
  for (const part of [
    '<title>Mine</title>',
    '<url>https://example.org</url>',
    '<repository name="images">',
    '<useforbuild>',
    '<repository name="deb" rebuild="local">',
  ])
    expect(adopted).toContain(part)
  expect(await other.osc('meta', 'prjconf', theirs.build)).toMatch(/^Prefer: bash\n# >>> obs-publish/)
  expect(await other.do('obs-provision', version)).toMatchObject({ changed: false })

  // The order that OBS accepts: it refuses to remove a repository that another project releases into.
  const config = await readFile(join(other.folder, 'packages.yaml'), 'utf8')
  await other.write('packages.yaml', config.replace(/ {2}rpm:\n(?: {4}.*\n)+/, ''))
  const kept = 'has repository rpm, which obs-publish made and the config no longer names'
  const stays = [theirs.publish, theirs.build].map((project) => ({ project, what: kept, kept: true }))
  expect(await other.do('obs-provision', version)).toMatchObject({ changes: stays })
  expect(await other.osc('meta', 'prj', theirs.publish)).toContain('<repository name="rpm">')
  await other.do('obs-provision', { ...version, 'allow-delete': 'true' })
  for (const project of [theirs.publish, theirs.build]) {
    const left = await other.osc('meta', 'prj', project)
    expect([left.includes('name="deb"'), left.includes('name="rpm"')]).toEqual([true, false])
  }

  const removing = { ...version, mode: 'remove', 'allow-delete': 'true' }
  const images = await other.run('obs-provision', removing)
  expect(images.stderr).toContain(`${theirs.build} has repository images, which obs-publish did not make.`)
  await editMeta(theirs.build, (text) => text.replace(/<repository name="images">[\s\S]*?<\/repository>/, ''))
  await other.do('obs-provision', removing)
  expect(await listContainers(theirs)).toBeUndefined()
})

test('a release that OBS splits over two containers, one for each target, is one release', async () => {
  const split = nameProjects()
  await writeConfig(other, split, ['1.0.0'], { containers: 'split' })
  const first = await other.do('publish', publishInputs('1.0.0'))
  const containers = await listContainers(split)
  expect(containers).toEqual([expect.stringMatching(container), expect.stringMatching(container)])
  const hello = { containers, container: containers?.[1], versions: publishedAs('1.0.0-1.1') }
  expect(first).toMatchObject({ released: { hello: { ...hello, changed: true } } })
  expect(await other.do('publish', publishInputs('1.0.0'))).toMatchObject({
    released: { hello: { ...hello, changed: false } },
    changed: false,
  })
  expect(await listContainers(split)).toEqual(containers)
})
