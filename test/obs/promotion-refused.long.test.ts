import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Inputs } from './command.js'
import { lastLine, makePromoter, quick, type Promoter } from './promoter.js'

// What is published follows the list and the bytes that were reviewed: everything else is refused by name, and OBS stays as it is.

let promoter: Promoter

beforeAll(async () => {
  promoter = await makePromoter(['1.0.0', '1.0.1'])
  await promoter.build('1.0.0')
  await promoter.record('1.0.0')
  await promoter.person.do('promote', { ...quick, mode: 'apply' })
  await promoter.build('1.0.1')
  await promoter.record('1.0.1')
}, 300_000)

afterAll(() => promoter.person.remove())

/** Applies the list, which must be refused for a reason and leave everything as it was: the reasons. */
async function refuse(inputs: Inputs = {}): Promise<readonly string[]> {
  const before = await promoter.published()
  const checked = await promoter.run('check', inputs)
  const outcome = await promoter.run('apply', inputs)
  expect(outcome.code).toBe(1)
  expect(lastLine(outcome)).toMatch(/^error: Nothing was changed on OBS\. /)
  expect(outcome.outputs).toMatchObject({ changed: false })
  // Whoever reviews it has read the same before.
  expect({ code: checked.code, problems: checked.outputs['problems'] }).toEqual({
    code: 1,
    problems: outcome.outputs['problems'],
  })
  expect(await promoter.published()).toEqual(before)
  return outcome.outputs['problems'] as readonly string[] // promote declares it so
}

const own = '1.0.1 in stable: '

test('a digest that somebody changed in the list is refused, with both', async () => {
  const list = await promoter.list()
  const path = 'deb/x86_64/hello_1.0.1-1.1_amd64.deb'
  const right = new RegExp(`${path}:\\s+(?:\\{ )?sha256: ([0-9a-f]{64})`).exec(list)?.[1] ?? 'none'
  const wrong = right.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
  await promoter.edit(list.replace(right, wrong))
  expect(await refuse()).toEqual([`${own}${path} has the SHA-256 ${right}, and the list says ${wrong}.`])
  await promoter.edit(list)
})

test('a version that does not pass verification is refused, with the check that it failed', async () => {
  for (const architecture of ['x86_64', 'aarch64'])
    await promoter.person.write(`others/${architecture}/hello`, `#!/bin/sh\necho other ${architecture}\n`, 0o755)
  const problems = await refuse({ binaries: 'others' })
  expect(problems.length).toBeGreaterThanOrEqual(4)
  for (const problem of problems) expect(problem).toMatch(/^1\.0\.1 in stable: .*hello.*, payload: /)
})

test('a package that was built again since is refused, file by file', async () => {
  const { person, projects } = promoter
  await person.osc('api', '-X', 'POST', `/build/${projects.build}?cmd=rebuild&package=hello`)
  await person.do('obs-wait', { version: '1.0.1', 'poll-interval': '1s' })
  const problems = await refuse()
  expect(problems).toContain(`${own}deb/x86_64/hello_1.0.1-1.1_amd64.deb is not there.`)
  expect(problems).toContain(`${own}deb/x86_64/hello_1.0.1-1.2_amd64.deb is there, and not in the list.`)
})

test('what others have put into the publish project is named and stays, while the rest is published', async () => {
  const { person, projects } = promoter
  const meta = `<package name="stranger" project="${projects.publish}"><title/><description/></package>`
  await person.write('stranger.xml', meta)
  await person.osc('api', '-X', 'PUT', '-T', 'stranger.xml', `/source/${projects.publish}/stranger/_meta`)
  await promoter.record('1.0.1')
  const { code, outputs } = await promoter.run('apply')
  expect({ code, outputs }).toMatchObject({
    code: 0,
    outputs: { changed: true, unlisted: [`${projects.publish}/stranger`], problems: [] },
  })
  expect((await promoter.published()).sources).toContain('package="stranger"')
})

test('a published version that does not pass is told by each application, and not only by the one that released it', async () => {
  const before = await promoter.published()
  const outcome = await promoter.run('apply', { binaries: 'others' })
  expect(outcome).toMatchObject({ code: 1, outputs: { changed: false, changes: [], problems: [] } })
  expect(outcome.outputs['body']).toMatch(/^❌ /)
  expect(lastLine(outcome)).toContain('payload')
  expect(await promoter.published()).toEqual(before)
})

test('sources that were pushed after the record are refused, since, once they are built,', async () => {
  const list = await promoter.list()
  const { person, projects } = promoter
  // As if the release had not been: what is to be published is the build project's again.
  const [, newest = ''] = (await promoter.containers()).toSorted()
  await person.osc('api', '-X', 'DELETE', `/source/${projects.publish}/${newest}`)
  await person.write('programs/1.0.1/x86_64/hello', '#!/bin/sh\necho something else\n', 0o755)
  await promoter.build('1.0.1')
  const [problem = '', ...more] = await refuse()
  expect(more).toEqual([])
  expect(problem).toMatch(
    /^1\.0\.1 in stable: hello: test:\w+:build holds the sources [0-9a-f]{32} by now, and the list says [0-9a-f]{32}; /,
  )
  expect(await promoter.list()).toBe(list)
})

test('a version is not withdrawn when users would get one that nobody has listed', async () => {
  const { person, projects } = promoter
  // Somebody releases by hand what the list does not have.
  await person.osc('api', '-X', 'POST', `/source/${projects.build}/hello?cmd=release`)
  const strange = (await promoter.containers()).toSorted().at(-1) ?? ''
  const [first = ''] = (await promoter.list())
    .split(/(?=^ {2}- channel: )/m)
    .slice(1)
    .filter((each) => each.includes('version: 1.0.0'))
  await promoter.edit(`promotions:\n${first}`)
  await promoter.record('1.0.0', { yanked: 'says goodbye' })
  await waitForBinaries(strange)
  const problems = await refuse()
  expect(problems).toEqual(
    ['deb', 'rpm'].map(
      (builder) =>
        expect.stringMatching(
          new RegExp(
            `^1\\.0\\.0 in stable: Without 1\\.0\\.0 in stable users of ${builder} are offered hello 1\\.0\\.1-\\S+, which is not in the list, so nobody has verified it: record it, or withdraw it as well\\.$`,
          ),
        ) as unknown,
    ),
  )
  const { outputs } = await promoter.run('check')
  expect(outputs['unlisted']).toContain(`${projects.publish}/${strange}`)
})

/** OBS lists what was released once its scheduler has seen it. */
async function waitForBinaries(container: string): Promise<void> {
  for (let left = 60; left > 0; left--) {
    const { outputs } = await promoter.run('check', { prove: 'false' })
    if (JSON.stringify(outputs['unlisted']).includes(container) && (await promoter.published()).binaries.length >= 8) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`OBS does not list the packages of ${container}`)
}
