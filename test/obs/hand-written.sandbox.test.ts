import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { serve } from '../verify/site.js'
import { makePerson, type Person } from './command.js'
import { makeProjects, writeSources } from './hand-written.js'
import { listJobs, listRevisions, ofEachCell, sandbox } from './live.js'
import { container, listContainers, nameProjects, publishedAs } from './project.js'

// The route of somebody without a config: a project, packages in it, and folders of hand-written files.

const projects = nameProjects()
const { build, publish } = projects
let person: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  await person.signIn()
  await makeProjects(person, projects)
})

afterAll(() => person.remove())

test('a folder of files is pushed, built, built again on one cell, and released, the outputs of a step given to the next', async () => {
  const hello = { project: build, packages: 'hello' }
  await writeSources(person, 'hello')
  const pushed = await person.do('obs-push', { ...hello, sources: '.' })
  const [srcmd5, ...more] = await listRevisions(build, 'hello')
  expect(more).toEqual([])
  expect(pushed).toEqual({ revisions: { hello: { rev: '1', srcmd5, changed: true } } })
  const revisions = JSON.stringify(pushed['revisions'])

  const waited = await person.do('obs-wait', { ...hello, revisions, 'poll-interval': '1s' })
  expect(waited).toEqual({ state: 'succeeded', failed: [], results: expect.any(Array) })
  const results = waited['results'] as readonly { builder: string; architecture: string; state: string }[] // as declared
  expect(Object.fromEntries(results.map((row) => [`${row.builder}/${row.architecture}`, row.state]))).toEqual(
    ofEachCell('succeeded'),
  )

  const cell = { package: 'hello', builder: 'deb', architecture: 'aarch64' }
  expect(await person.do('obs-rebuild', { ...hello, cells: JSON.stringify([cell]) })).toEqual({ rebuilt: [cell] })
  await person.do('obs-wait', { ...hello, revisions, 'poll-interval': '1s' })
  const job = `${srcmd5} succeeded`
  expect((await listJobs(build, 'hello'))['deb/aarch64']).toEqual([job, job])
  // OBS keeps the release numbers of a builder's architectures the same: after the one it builds the other ("rebuild counter sync").
  const jobs = { ...ofEachCell([job]), 'deb/aarch64': [job, job], 'deb/x86_64': [job, job] }
  expect(await untilJobs(jobs)).toEqual(jobs)
  await person.do('obs-wait', { ...hello, revisions, 'poll-interval': '1s' })

  const released = await person.do('obs-release', { ...hello, revisions, 'poll-interval': '1s' })
  const containers = await listContainers(projects)
  expect(containers).toEqual([expect.stringMatching(container)])
  const versions = publishedAs('1.0-1.2', '1.0-1.1')
  const url = `${sandbox.apiurl}/package/show/${publish}/${containers?.[0]}`
  const release = { project: publish, container: containers?.[0], url, containers, versions }
  expect(released).toEqual({ released: { hello: { ...release, changed: true } }, changed: true })

  const again = await person.do('obs-release', { ...hello, revisions, 'poll-interval': '1s' })
  expect(again).toEqual({ released: { hello: { ...release, changed: false } }, changed: false })
  expect(await listContainers(projects)).toEqual(containers)
})

test('what OBS is told not to build is named and no failure, and flavours are cells of their own', async () => {
  await person.write('odd/odd.spec', oddSpec)
  await person.write('odd/_multibuild', '<multibuild><flavor>extra</flavor></multibuild>\n')
  const odd = { project: build, packages: 'odd' }
  const pushed = await person.do('obs-push', { ...odd, sources: 'odd' })
  await person.write(
    'odd.xml',
    `<package name="odd" project="${build}"><title/><description/><build><disable repository="deb"/></build></package>`,
  )
  await person.osc('meta', 'pkg', '-F', 'odd.xml', build, 'odd')
  const revisions = JSON.stringify(pushed['revisions'])
  const waited = await person.do('obs-wait', { ...odd, revisions, 'poll-interval': '1s' })
  const rows = waited['results'] as readonly {
    package: string
    builder: string
    architecture: string
    state: string
    code: string
    url?: string
  }[] // as declared
  const found = Object.fromEntries(
    rows.map((row) => [`${row.package} ${row.builder}/${row.architecture}`, `${row.state} ${row.code}`]),
  )
  const cellsOf = (name: string) => ({
    [`${name} deb/x86_64`]: 'skipped disabled',
    [`${name} deb/aarch64`]: 'skipped disabled',
    [`${name} rpm/x86_64`]: 'succeeded succeeded',
    [`${name} rpm/aarch64`]: 'skipped excluded',
  })
  expect({ state: waited['state'], found }).toEqual({ state: 'succeeded', found: { ...cellsOf('odd'), ...cellsOf('odd:extra') } })
  expect(rows[0]?.url).toMatch(new RegExp(`^${sandbox.apiurl}/package/live_build_log/${build}/odd/`))

  const narrowed = await person.run('obs-wait', { ...odd, revisions, repositories: 'deb', 'poll-interval': '1s' })
  expect(narrowed.code).toBe(1)
  expect(narrowed.stderr).toContain(`Nothing is built in ${build}: `)
})

test.each([
  ['deb', 'Release.gpg'],
  ['rpm', 'repodata/repomd.xml.asc'],
])('verify-repo passes the published %s repository, and fails a copy without %s', async (format, signature) => {
  const path = `${publish.replaceAll(':', ':/')}/${format}`
  const expected = { packages: 'hello', version: '1.0', architectures: 'x86_64,aarch64', install: 'none', timeout: '1s' }
  await person.do('verify-repo', { ...expected, 'repository-url': `${sandbox.downloadUrl}/${path}` })

  const copy = join(person.folder, `copy-${format}`)
  await cp(join(sandbox.directory, 'srv', 'repos', path), copy, { recursive: true })
  await rm(join(copy, signature))
  const site = await serve(copy)
  const unsigned = await person.run('verify-repo', { ...expected, 'repository-url': site.url })
  await site.close()
  expect({ code: unsigned.code, state: unsigned.outputs['state'] }).toEqual({ code: 1, state: 'failed' })
  const report = unsigned.outputs['report'] as readonly { passed: boolean; evidence: string }[] // as declared
  expect(report.filter(({ passed }) => !passed)).toEqual([
    expect.objectContaining({ check: 'signatures', evidence: expect.stringMatching(/unsigned/) }),
  ])
  expect(unsigned.stderr).toContain('unsigned')
})

const oddSpec = `Name: odd
Version: 1.0
Release: 0
Summary: Is built on one architecture
License: MIT
ExclusiveArch: x86_64
%description
It has two flavours.
%install
mkdir -p %{buildroot}/usr/share/odd
echo odd > %{buildroot}/usr/share/odd/odd
%files
/usr/share/odd
`

/** The jobs of hello, as soon as they are those expected, or those of half a minute later. */
async function untilJobs(expected: Record<string, readonly string[]>): Promise<Record<string, readonly string[]>> {
  for (const deadline = Date.now() + 30_000; ;) {
    const jobs = await listJobs(build, 'hello')
    if (isDeepStrictEqual(jobs, expected) || Date.now() > deadline) return jobs
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
