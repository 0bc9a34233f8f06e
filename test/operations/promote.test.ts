import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { promote } from '../../src/operations/promote.js'
import { emptyPromotion, writeVersion } from '../../src/promotion/promotion-text.js'
import { makeRepository } from '../project/repository.js'
import { debOf, listedAs } from '../promotion/sample.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation } from './run.js'

// What needs no OBS: a version is withdrawn in the list, and inputs that cannot mean anything are refused before anybody is asked.

let host: TestHost
let commit: string
const text = ['1.2.3', '1.2.4'].reduce(
  (before, version) =>
    writeVersion(before, 'promotion.yaml', listedAs(version, 'a', [debOf(`${version}-1.1`)], { minor: '1.2' })),
  emptyPromotion,
)

beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'] } })
  await writeFile(join(host.directories.work, 'packages.yaml'), oneProgram)
  await writeFile(join(host.directories.work, 'promotion.yaml'), text)
  const repository = makeRepository(host.directories.work)
  commit = repository.commit('first')
})

afterEach(() => host.remove())

const run = (inputs: Readonly<Record<string, string>>) => runOperation(promote, host, inputs)
const list = () => readFile(join(host.directories.work, 'promotion.yaml'), 'utf8')
const yank = { mode: 'record', version: 'v1.2.3', channel: 'stable' }

test('a version is withdrawn by one line of the list, which is told as the text of a pull request', async () => {
  const { outputs, failure, report } = await run({ ...yank, yanked: 'says goodbye' })
  expect(failure).toBeUndefined()
  expect(await list()).toBe(text.replace('    version: 1.2.3\n', '    version: 1.2.3\n    yanked: says goodbye\n'))
  const change = { action: 'yank', channel: 'stable', minor: '1.2', version: '1.2.3', project: 'isv:test:stable:v1.2' }
  expect(outputs).toMatchObject({
    ...{ version: '1.2.3', channel: 'stable', commit, changed: true, problems: [] },
    changes: [{ ...change, package: 'hello', files: [debOf('1.2.3-1.1')], reason: 'says goodbye' }],
  })
  expect(report).toMatch(/^\| ➖ +\| stable +\| 1\.2\.3 +\| hello +\|.*\| yanked: says goodbye +\|$/m)
  expect(host.lines).toContain('info: promotion.yaml is written')
})

test('the same once more changes nothing, and another reason the line alone', async () => {
  await run({ ...yank, yanked: 'says goodbye' })
  const before = await list()
  const { outputs } = await run({ ...yank, yanked: 'says goodbye' })
  expect(outputs).toMatchObject({ changed: false, changes: [] })
  expect(host.lines).toContain('info: promotion.yaml says so already')
  expect((await run({ ...yank, yanked: 'is silent' })).outputs).toMatchObject({
    changed: true,
    changes: [{ reason: 'is silent' }],
  })
  expect(await list()).toBe(before.replace('says goodbye', 'is silent'))
})

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'a version that is not in the list is to be withdrawn',
    { ...yank, version: '1.2.5', yanked: 'broken' },
    'promotion.yaml has no 1.2.5 in stable; it has 1.2.3, 1.2.4.',
  ],
  [
    'a reason has two lines',
    { ...yank, yanked: 'one\ntwo' },
    'Input `yanked` must be one line with a reason in it: users read it.',
  ],
  [
    'a plan is given for what the config says',
    { mode: 'record', plan: '{}', from: 'dev' },
    'Inputs `plan` and `from` exclude each other: where the other channel publishes is said by the config.',
  ],
  [
    'a plan is given to check a list',
    { mode: 'check', plan: '{}' },
    'Input `plan` is for mode record; check takes the versions from the file.',
  ],
  [
    'packages are chosen of a list',
    { mode: 'apply', packages: 'hello' },
    'Inputs `packages`, `from` and `yanked` are for mode record; the file says what is published.',
  ],
  [
    'a reason is given to apply a list',
    { mode: 'apply', yanked: 'broken' },
    'Inputs `packages`, `from` and `yanked` are for mode record; the file says what is published.',
  ],
  [
    'a version is asked for that the list has not',
    { mode: 'check', version: '1.2.5' },
    'promotion.yaml has no version that the inputs `version` and `channel` mean.',
  ],
])('it is refused when %s, and the list stays as it is', async (_, inputs, message) => {
  expect((await run(inputs)).failure).toBe(`UserError: ${message}`)
  expect(await list()).toBe(text)
})

test('there must be a list to check', async () => {
  const { failure } = await run({ mode: 'check', file: 'other.yaml' })
  expect(failure).toBe(
    `UserError: There is no ${join(host.directories.work, 'other.yaml')}; record a version first, or give its path by the input \`file\`.`,
  )
})
