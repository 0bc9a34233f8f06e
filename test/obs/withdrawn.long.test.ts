import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from '@jest/globals'
import { makePerson, type Person } from './command.js'
import { sandbox } from './live.js'
import { listContainers, nameProjects, publishInputs, writeConfig } from './project.js'

let person: Person | undefined

afterEach(() => person?.remove())

/** The command of the guide for release managers, for these projects. */
function readCommand(project: string, container: string): readonly string[] {
  const [, line = ''] = /^\$ osc (rdelete .*)$/m.exec(readFileSync('docs/release-managers.md', 'utf8')) ?? []
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word)
  return [...words.slice(0, -2), project, container]
}

test('a version that is withdrawn by hand, as the guide says, is gone from the repository, and its tag publishes it again', async () => {
  person = await makePerson('1.x')
  const projects = nameProjects()
  await writeConfig(person, projects, ['1.0.0', '1.1.0'])
  await person.do('publish', publishInputs('1.0.0'))
  await person.do('publish', publishInputs('1.1.0'))
  const containers = (await listContainers(projects)) ?? []
  expect(containers).toHaveLength(2)
  await person.signIn()
  const command = readCommand(projects.publish, containers[1] ?? '')
  expect(command.slice(0, 2)).toEqual(['rdelete', '--message'])
  await person.osc(...command)
  expect(await listContainers(projects)).toEqual([containers[0]])

  const look = (version: string) => {
    const own = { 'repository-url': sandbox.downloadUrl, checks: 'metadata,signatures,presence', timeout: '60s' }
    return person?.run('verify-repo', { version, ...own })
  }
  expect((await look('1.0.0'))?.code).toBe(0)
  const gone = await look('1.1.0')
  expect(gone?.code).toBe(1)
  expect(gone?.stderr).toContain('the index has hello for amd64 only as 1.0.0-1.1')

  const again = await person.do('publish', publishInputs('1.1.0'))
  expect(again).toMatchObject({ changed: true })
  expect((await look('1.1.0'))?.code).toBe(0)
}, 600_000)
