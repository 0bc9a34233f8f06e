import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { plan } from '../../src/operations/plan.js'
import { registry } from '../../src/operations/registry.js'
import { testClock } from '../support/clock.js'
import { oneProgram } from '../support/config.js'
import { plantFakePrograms, type Seen } from '../support/fake-programs.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation } from './run.js'

const instance = 'https://obs.example.org'
const other = 'https://other.example.org'

/** A fake osc to which OBS is always as it should be, so that operations come far. */
const fakeOsc = `case "$*" in
*_result*) echo '<resultlist state="1"><result repository="deb" arch="x86_64" state="published"><status package="hello" code="failed"/></result></resultlist>' ;;
*_jobhistory*) echo '<jobhistlist><jobhist srcmd5="0123" readytime="'$$'"/></jobhistlist>' ;;
*_log*) echo 'error: it is broken' ;;
*_meta*) echo '<project name="p"><repository name="deb"><arch>x86_64</arch></repository></project>' ;;
*) echo '<directory rev="1" srcmd5="0123"><entry name="hello_1.2.3.orig.tar.xz" md5="a"/></directory>' ;;
esac`

let host: TestHost
let seen: () => Promise<Seen[]>

beforeEach(async () => {
  const env: Record<string, string> = {}
  host = await testHost({ env, clock: testClock() })
  const { work } = host.directories
  seen = await plantFakePrograms(join(work, 'bin'), join(work, 'seen'), { osc: fakeOsc })
  Object.assign(env, { PATH: `${join(work, 'bin')}:/usr/bin:/bin`, HOME: work, OSC_APIURL: other })
  const files = { 'packages.yaml': oneProgram.replace('obs:\n', `obs:\n  apiurl: ${instance}\n`), 'obs-sources/hello.spec': '' }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(work, name)), { recursive: true })
    await writeFile(join(work, name), content)
  }
})

afterEach(() => host.remove())

/** What every request to OBS began with. */
async function requestsOf(name: string, inputs: Readonly<Record<string, string>>): Promise<string[]> {
  const operation = await registry[name]?.()
  if (operation === undefined) throw new Error(`there is no ${name}`)
  await runOperation(operation, host, inputs)
  const starts = (await seen()).filter(({ commandLine }) => commandLine.includes('/osc '))
  return starts.map(({ commandLine }) => /\/osc (?:-A \S+ )?\w+/.exec(commandLine)?.[0] ?? commandLine)
}

const operations = ['obs-provision', 'obs-push', 'obs-wait', 'obs-rebuild', 'obs-release']

describe.each(operations)('every request of %s goes to the instance', (name) => {
  const only = (url: string) => [`/osc -A ${url} api`]

  test('that the config names', async () => {
    const requests = await requestsOf(name, { version: '1.2.3' })
    expect([...new Set(requests)]).toEqual(only(instance))
    expect(requests.length).toBeGreaterThan(1)
  })

  test('that the input names', async () => {
    expect([...new Set(await requestsOf(name, { version: '1.2.3', apiurl: other }))]).toEqual(only(other))
  })

  test('that a plan names, also as JSON', async () => {
    const { outputs } = await runOperation(plan, host, { version: '1.2.3' })
    expect([...new Set(await requestsOf(name, { plan: JSON.stringify(outputs['plan']) }))]).toEqual(only(instance))
  })
})

test('the operation plan asks the instance that the config names for the version that is built', async () => {
  const config = join(host.directories.work, 'packages.yaml')
  await writeFile(config, (await readFile(config, 'utf8')).replaceAll(':v{minor}', ''))
  const { outputs, failure } = await runOperation(plan, host, { version: 'built', channel: 'stable' })
  expect(failure).toBeUndefined()
  expect(outputs).toMatchObject({ version: '1.2.3', channel: 'stable', 'build-project': 'isv:test:stable:build' })
  const asked = (await seen()).filter(({ commandLine }) => commandLine.includes('/osc '))
  const shown = asked.map(({ commandLine }) => commandLine.slice(commandLine.indexOf('/osc ')).trim())
  expect(new Set(shown)).toEqual(new Set([`/osc -A ${instance} api -X GET /source/isv%3Atest%3Astable%3Abuild/hello`]))
})

test('the operation plan plans a pull request in a project of its own', async () => {
  const { outputs } = await runOperation(plan, host, { version: '1.2.3', 'pull-request': '7' })
  const own = 'isv:test:stable:v1.2:build:pr:7'
  expect(outputs).toMatchObject({ 'build-project': own, 'publish-project': own, plan: { pullRequest: 7, buildProject: own } })
  await expect(runOperation(plan, host, { version: '1.2.3', 'pull-request': '0' })).rejects.toThrow(
    'Input `pull-request` must be the number of a pull request',
  )
})

test.each(operations.slice(1))('%s of a project by name leaves the instance to osc, unless the input names it', async (name) => {
  const inputs = { project: 'home:jane', packages: 'hello' }
  expect([...new Set(await requestsOf(name, inputs))]).toEqual(['/osc api'])
  const both = await requestsOf(name, { ...inputs, apiurl: instance })
  expect([...new Set(both)].sort()).toEqual([`/osc -A ${instance} api`, '/osc api'])
})
