import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError } from '../../src/error.js'
import { hashBytes } from '../../src/host/file.js'
import { pushSources } from '../../src/obs/push.js'
import { sourceDigest } from '../../src/obs/source-files.js'
import { testHost, type TestHost } from '../support/host.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'

let host: TestHost

beforeAll(async () => {
  host = await testHost()
  await writeFile(join(host.directories.work, 'hello.spec'), 'new')
})
afterAll(() => host.remove())

const list = (md5: string, rev = '1') =>
  `<directory name="hello" rev="${rev}" srcmd5="s${rev}"><entry name="hello.spec" md5="${md5}"/></directory>`
const same = hashBytes('new', 'md5')
const info = (attributes: string) => ({
  '/source/P?view=info&package=hello': `<sourceinfolist><sourceinfo package="hello" ${attributes}/></sourceinfolist>`,
})
const present = info('rev="1" srcmd5="other"')

async function push(osc: ReturnType<typeof scriptedOsc>, mode: 'replace' | 'update' = 'replace') {
  const target = { project: 'P', packages: ['hello'], plan: undefined }
  const options = { sources: host.directories.work, message: 'm', mode }
  const [revision] = await pushSources(target, options, osc, host, () => undefined)
  return revision
}
const scripted = (script: Script, onChange?: (method: string, path: string) => string) =>
  scriptedOsc({ ...present, ...script }, onChange)

test('sources whose srcmd5 OBS tells already cost one request', async () => {
  const srcmd5 = sourceDigest([{ file: 'hello.spec', md5: same }])
  const osc = scriptedOsc(info(`rev="3" srcmd5="${srcmd5}"`))
  expect(await push(osc)).toEqual({ package: 'hello', rev: '3', srcmd5, changed: false })
  expect(osc.reads).toHaveLength(1)
})

test('files that only OBS has stay in mode update', async () => {
  const both = list(same, '2').replace('</directory>', '<entry name="kept.patch" md5="1"/></directory>')
  const old = list('old').replace(
    '</directory>',
    '<entry name="kept.patch" md5="1"/><entry name="_service:tar:x" md5="2"/></directory>',
  )
  const osc = scripted({ '/source/P/hello': old }, () => both)
  expect(await push(osc, 'update')).toMatchObject({ changed: true })
  expect([...(osc.bodies[0] ?? '').matchAll(/name="([^"]*)"/g)].map(([, name]) => name)).toEqual(['hello.spec', 'kept.patch'])
})

test('a link to another package is not ended by a commit', async () => {
  const linked = list('old').replace('<entry', '<linkinfo project="Q" package="hello"/><entry')
  await expect(push(scripted({ '/source/P/hello': linked }))).rejects.toThrow(
    'P/hello is a link to another package, and the source directory has no _link: a commit would end it; add the _link, or push into a package of its own.',
  )
})

test('sources that OBS has already make no revision', async () => {
  const osc = scripted({ '/source/P/hello': list(same) })
  expect(await push(osc)).toEqual({ package: 'hello', rev: '1', srcmd5: 's1', changed: false })
  expect(osc.changes).toEqual([])
})

test('files that source services made on OBS are no difference', async () => {
  const answer = list(same).replace('</directory>', '<entry name="_service:tar:x" md5="1"/></directory>')
  expect(await push(scripted({ '/source/P/hello': answer }))).toMatchObject({ changed: false })
})

test('only the contents that OBS lacks are sent, and everything becomes one revision', async () => {
  const answers = [
    '<directory name="hello" error="missing"><entry name="hello.spec"/></directory>',
    '<revision/>',
    list(same, '2'),
  ]
  const osc = scripted({ '/source/P/hello': list('old') }, () => answers.shift() ?? '')
  expect(await push(osc)).toEqual({ package: 'hello', rev: '2', srcmd5: 's2', changed: true })
  expect(osc.changes).toEqual([
    'POST /source/P/hello?cmd=commitfilelist&comment=m',
    'PUT /source/P/hello/hello.spec?rev=repository',
    'POST /source/P/hello?cmd=commitfilelist&comment=m',
  ])
})

test('a commit whose answer was lost is looked for, not repeated', async () => {
  const osc = scripted({ '/source/P/hello': [list('old'), list(same, '2')] }, () => {
    throw new ServiceError({ url: '/', status: 502, reason: 'gateway' })
  })
  expect(await push(osc)).toEqual({ package: 'hello', rev: '2', srcmd5: 's2', changed: true })
  expect(osc.changes).toHaveLength(1)
})

test('a package that is missing is made', async () => {
  const osc = scriptedOsc(
    {
      '/source/P?view=info&package=hello':
        '<sourceinfolist><sourceinfo package="hello"><error>404 no package</error></sourceinfo></sourceinfolist>',
    },
    (method) => (method === 'POST' ? list(same, '1') : '<status code="ok"/>'),
  )
  expect(await push(osc)).toMatchObject({ rev: '1', changed: true })
  expect(osc.changes).toEqual(['PUT /source/P/hello/_meta', 'POST /source/P/hello?cmd=commitfilelist&comment=m'])
})

test('failure story 10, a 404 in the middle of a release: a project that does not exist is an error of the user before anything is sent', async () => {
  const osc = scriptedOsc({ '/source/P?view=info&package=hello': undefined })
  await expect(push(osc)).rejects.toMatchObject({
    name: 'UserError',
    message: 'OBS has no project P that the account may see; run obs-provision, or check the name.',
  })
  expect(osc.changes).toEqual([])
})
