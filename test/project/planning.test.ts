import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { formatProblem, UserError, type Location } from '../../src/error.js'
import { openPlanner, resolvePlan, type PlanInputs } from '../../src/project/planning.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost

const two = oneProgram
  .replace('obs:\n', 'obs:\n  apiurl: https://obs.example.org\n')
  .replace('packages:\n  hello:', 'packages:\n  hello: &hello')
  .concat('  world: { <<: *hello }\n')

beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'], GITHUB_REF: 'refs/tags/v1.2.3' } })
  await writeFile(join(host.directories.work, 'packages.yaml'), two)
})

afterEach(() => host.remove())

const planned = (inputs: Partial<PlanInputs> = {}) => resolvePlan({ packages: [], ...inputs }, host)
const asJson = async () => JSON.stringify(await planned())

test('a plan follows from the config of the checkout and the tag that started the run', async () => {
  expect(await planned()).toMatchObject({ version: { upstream: '1.2.3' }, channel: 'stable', suite: '0.1.0' })
})

test('an owner whom nobody is known to make is told with its place, when a plan is made', async () => {
  const owned = oneProgram.replace('{ binary: hello }', '{ binary: hello, owner: greeter }')
  await writeFile(join(host.directories.work, 'packages.yaml'), owned)
  const told: string[] = []
  const warning = (message: string, at?: Location) => void told.push(formatProblem({ message, ...(at && { at }) }))
  const listening = { ...host, log: { ...host.log, warning } }
  const plan = JSON.stringify(await resolvePlan({ packages: [] }, listening))
  await resolvePlan({ packages: [], plan }, listening)
  expect(told).toEqual([
    'packages.yaml:23:47: packages.hello.files./usr/bin/hello.owner is greeter, whom not every system of Debian has and no package here makes; declare it under packages.hello.users, or name the package that makes it in packages.hello.requires-pre.',
  ])
})

test('a config that init wrote and nobody edited is refused where OBS is needed, with the places and what to write', async () => {
  const config = oneProgram.replaceAll('isv:test:', 'home:YOU:hello:')
  await writeFile(join(host.directories.work, 'packages.yaml'), config)
  const asked = (key: string) =>
    `obs.${key} still begins with home:YOU; write your account on OBS in place of YOU, such as home:jane, or the project that is meant.`
  const expected = `packages.yaml:2:18: ${asked('build-project')}\npackages.yaml:3:20: ${asked('publish-project')}`
  await expect(planned()).rejects.toThrow(new UserError(expected))
  await expect(openPlanner({}, host)).rejects.toThrow(new UserError(expected))
  expect(await resolvePlan({ packages: [] }, host, true)).toMatchObject({ buildProject: 'home:YOU:hello:stable:v1.2:build' })
})

test('scripts of builders may be texts or files, whatever the builders are called', async () => {
  const text = oneProgram
    .replace('  rpm:\n', '  file:\n')
    .concat("    scripts: { post: { builders: { file: 'echo', deb: { file: a.sh } } } }\n")
  await writeFile(join(host.directories.work, 'packages.yaml'), text)
  await writeFile(join(host.directories.work, 'a.sh'), 'echo deb\n')
  const [hello] = (await planned()).packages
  expect(hello?.scripts).toEqual({ deb: { postinst: 'echo deb\n' }, rpm: { post: 'echo' } })
})

test('a plan that was given is taken as it is', async () => {
  expect(await planned({ plan: await asJson() })).toEqual(await planned())
})

test.each<[Partial<PlanInputs>, string]>([
  [{ config: 'packages.yaml' }, '`config`'],
  [{ version: '1.2.3' }, '`version`'],
  [{ channel: 'stable' }, '`channel`'],
  [{ config: 'packages.yaml', version: '1.2.3', channel: 'stable' }, '`config`, `version`, `channel`'],
])('beside a plan %j is an error', async (inputs, names) => {
  await expect(planned({ plan: await asJson(), ...inputs })).rejects.toThrow(
    new UserError(`Inputs \`plan\` and ${names} exclude each other: a plan is made of them, once.`),
  )
})

test('packages narrow a plan as they narrow a config', async () => {
  const narrow = await planned({ plan: await asJson(), packages: ['world'] })
  expect(narrow).toEqual(await planned({ packages: ['world'] }))
  expect(narrow.packages.map(({ name }) => name)).toEqual(['world'])
  await expect(planned({ plan: await asJson(), packages: ['wold'] })).rejects.toThrow(
    new UserError('There is no package wold in the plan; did you mean world?'),
  )
})

test('the input apiurl takes the place of the one of a config or plan', async () => {
  const apiurl = 'https://other.example.org'
  expect([(await planned()).apiurl, (await planned({ apiurl })).apiurl]).toEqual(['https://obs.example.org', apiurl])
  const plan = await asJson()
  expect([(await planned({ plan })).apiurl, (await planned({ plan, apiurl })).apiurl]).toEqual([
    'https://obs.example.org',
    apiurl,
  ])
})

test.each(['obs', 'other.example.org'])('the input apiurl %j is no URL', async (apiurl) => {
  const failure = new UserError(`Input \`apiurl\` must be a URL, not ${JSON.stringify(apiurl)}.`)
  await expect(planned({ apiurl })).rejects.toThrow(failure)
  await expect(planned({ apiurl, plan: await asJson() })).rejects.toThrow(failure)
})
