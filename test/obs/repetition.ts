import { afterEach, expect, test } from '@jest/globals'
import { makePerson, type Person } from './command.js'
import { listJobs, listRevisions, ofEachCell, type programs } from './live.js'
import { container, listContainers, nameProjects, publishedAs, publishInputs, writeConfig } from './project.js'

/** The test that a publish may be repeated, with one osc. */
// eslint-disable-next-line jest/no-export -- two files run it, one of them every night
export function testRepetition(osc: keyof typeof programs): void {
  let person: Person | undefined

  afterEach(() => person?.remove())

  test(`publish that is run again with osc ${osc} changes nothing (failure story 6: a re-run made release -2.1)`, async () => {
    person = await makePerson(osc)
    const projects = nameProjects()
    await writeConfig(person, projects, ['1.0.0'])
    const first = await person.do('publish', publishInputs('1.0.0'))
    const [srcmd5, ...more] = await listRevisions(projects.build, 'hello')
    const containers = await listContainers(projects)
    expect([more, containers]).toEqual([[], [expect.stringMatching(container)]])
    const hello = { project: projects.publish, container: containers?.[0], versions: publishedAs('1.0.0-1.1') }
    expect(first).toMatchObject({
      revisions: { hello: { rev: '1', srcmd5, changed: true } },
      released: { hello: { ...hello, changed: true } },
      changed: true,
    })

    const second = await person.do('publish', publishInputs('1.0.0'))
    expect(second).toMatchObject({
      changes: [],
      revisions: { hello: { rev: '1', srcmd5, changed: false } },
      released: { hello: { ...hello, changed: false } },
      changed: false,
    })
    expect(await listRevisions(projects.build, 'hello')).toEqual([srcmd5])
    expect(await listJobs(projects.build, 'hello')).toEqual(ofEachCell([`${srcmd5} succeeded`]))
    expect(await listContainers(projects)).toEqual(containers)
    expect(second['report']).toEqual(first['report'])
  })
}
