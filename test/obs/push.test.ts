import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError } from '../../src/error.js'
import { hashBytes } from '../../src/host/file.js'
import { pushPackage } from '../../src/obs/push.js'
import { testHost, type TestHost } from '../support/host.js'
import { scriptedOsc } from '../support/scripted-osc.js'

let host: TestHost

beforeAll(async () => {
  host = await testHost()
  await writeFile(join(host.directories.work, 'hello.spec'), 'new')
})
afterAll(() => host.remove())

const list = (md5: string, rev = '1') =>
  `<directory name="hello" rev="${rev}" srcmd5="s${rev}"><entry name="hello.spec" md5="${md5}"/></directory>`
const same = hashBytes('new', 'md5')
const push = (osc: ReturnType<typeof scriptedOsc>) => pushPackage('P', 'hello', host.directories.work, 'm', osc, host)

test('sources that OBS has already make no revision', async () => {
  const osc = scriptedOsc({ '/source/P/hello': list(same) })
  expect(await push(osc)).toEqual({ package: 'hello', rev: '1', srcmd5: 's1', changed: false })
  expect(osc.changes).toEqual([])
})

test('files that source services made on OBS are no difference', async () => {
  const answer = list(same).replace('</directory>', '<entry name="_service:tar:x" md5="1"/></directory>')
  expect(await push(scriptedOsc({ '/source/P/hello': answer }))).toMatchObject({ changed: false })
})

test('only the contents that OBS lacks are sent, and everything becomes one revision', async () => {
  const answers = [
    '<directory name="hello" error="missing"><entry name="hello.spec"/></directory>',
    '<revision/>',
    list(same, '2'),
  ]
  const osc = scriptedOsc({ '/source/P/hello': list('old') }, () => answers.shift() ?? '')
  expect(await push(osc)).toEqual({ package: 'hello', rev: '2', srcmd5: 's2', changed: true })
  expect(osc.changes).toEqual([
    'POST /source/P/hello?cmd=commitfilelist&comment=m',
    'PUT /source/P/hello/hello.spec?rev=repository',
    'POST /source/P/hello?cmd=commitfilelist&comment=m',
  ])
})

test('a commit whose answer was lost is looked for, not repeated', async () => {
  const osc = scriptedOsc({ '/source/P/hello': [list('old'), list(same, '2')] }, () => {
    throw new ServiceError({ url: '/', status: 502, reason: 'gateway' })
  })
  expect(await push(osc)).toEqual({ package: 'hello', rev: '2', srcmd5: 's2', changed: true })
  expect(osc.changes).toHaveLength(1)
})

test('a project that does not exist is an error of the user', async () => {
  const osc = scriptedOsc({ '/source/P/hello': undefined, '/source/P/_meta': undefined })
  await expect(push(osc)).rejects.toMatchObject({
    name: 'UserError',
    message: 'OBS has no project P; run obs-provision, or check the name.',
  })
})
