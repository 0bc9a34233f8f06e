import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makePerson, type Person } from './command.js'
import { makeProjects, writeSources } from './hand-written.js'
import { cells, sandbox } from './live.js'
import { listContainers, nameProjects } from './project.js'

// The builds of hand-written sources that OBS cannot make.

const projects = nameProjects()
const { build } = projects
let person: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  await person.signIn()
  await makeProjects(person, projects)
})

afterAll(() => person.remove())

test('a build that fails on one architecture and one that OBS cannot resolve end with 1, and nothing of them is released', async () => {
  const before = await listContainers(projects)
  const refuse = 'case "%{_arch}" in aarch64 | arm64) echo "There is no program for %{_arch}." >&2; exit 1 ;; esac'
  await writeSources(person, 'halves', { install: refuse })
  await writeSources(person, 'wants', { preamble: 'BuildRequires: nosuchpackage' })
  const both = { project: build, packages: 'halves,wants' }
  const pushed = await person.run('obs-push', { ...both, sources: '.' })
  const revisions = JSON.stringify(pushed.outputs['revisions'])
  const waited = await person.run('obs-wait', { ...both, revisions, 'poll-interval': '1s' })
  expect({ code: waited.code, state: waited.outputs['state'] }).toEqual({ code: 1, state: 'failed' })
  const row = (name: string, cell: string, code: string, reason: string) => {
    const [builder = '', architecture = ''] = cell.split('/')
    const state = code === 'succeeded' ? code : 'failed'
    const link = `osc remotebuildlog ${build} ${name} ${builder} ${architecture}`
    const url = `${sandbox.apiurl}/package/live_build_log/${build}/${name}/${builder}/${architecture}`
    return { package: name, builder, architecture, state, code, reason, link, url }
  }
  const failing = ['deb/aarch64', 'rpm/aarch64']
  expect(waited.outputs['results']).toEqual([
    ...cells.map((cell) =>
      failing.includes(cell)
        ? row(
            'halves',
            cell,
            'failed',
            `%install failed: There is no program for ${cell.startsWith('deb') ? 'arm64' : 'aarch64'}.`,
          )
        : row('halves', cell, 'succeeded', ''),
    ),
    ...cells.map((cell) => row('wants', cell, 'unresolvable', 'nothing provides nosuchpackage')),
  ])
  const end = 'Nothing was released; obs-rebuild restarts them.'
  expect(lastLine(waited.stderr)).toMatch(new RegExp(`^error: 6 of 8 builds in ${build} failed: halves deb/aarch64 \\(.*${end}$`))

  for (const name of ['halves', 'wants']) {
    const released = await person.run('obs-release', { project: build, packages: name, revisions, 'poll-interval': '1s' })
    expect({ code: released.code, outputs: released.outputs }).toEqual({ code: 1, outputs: {} })
    expect(lastLine(released.stderr)).toMatch(
      new RegExp(`^error: Nothing was released, because not every build of these sources has succeeded: ${name} deb/\\w+ \\(`),
    )
  }
  expect(await listContainers(projects)).toEqual(before)

  const halves = { project: build, packages: 'halves' }
  const rebuilt = await person.run('obs-rebuild', halves)
  const failed = failing.map((cell) => ({ package: 'halves', builder: cell.slice(0, 3), architecture: 'aarch64' }))
  expect({ code: rebuilt.code, outputs: rebuilt.outputs }).toEqual({ code: 0, outputs: { rebuilt: failed } })
})

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
