import { expect, test } from '@jest/globals'
import { ServiceError } from '../../src/error.js'
import { releaseRevisions } from '../../src/obs/release.js'
import { testClock } from '../support/clock.js'
import { testHost } from '../support/host.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'

const cells = [{ package: 'hello', builder: 'deb', architecture: 'x86_64' }] as const
const revisions = [{ package: 'hello', rev: '1', srcmd5: 'abc', changed: true }]
const request = { project: 'B', cells, revisions, timeout: 60_000, interval: 1000 }
const container = '<sourceinfolist><sourceinfo package="hello.20260101000000" srcmd5="abc"/></sourceinfolist>'

const built: Script = {
  '/source/B/hello': '<directory name="hello" srcmd5="abc"/>',
  '/build/B/_result?package=hello':
    '<resultlist><result repository="deb" arch="x86_64" state="unpublished"><status package="hello" code="succeeded"/></result></resultlist>',
  '/build/B/deb/x86_64/_jobhistory?package=hello&limit=1': '<jobhistlist><jobhist srcmd5="abc" code="succeeded"/></jobhistlist>',
  '/source/B/_meta':
    '<project name="B"><repository name="deb"><releasetarget project="T" repository="deb" trigger="manual"/><arch>x86_64</arch></repository></project>',
  '/build/T/_result?view=binarylist&package=hello.20260101000000':
    '<resultlist><result repository="deb" arch="x86_64"><binarylist package="hello.20260101000000"><binary filename="hello_1.2.3-1.1_amd64.deb"/></binarylist></result></resultlist>',
  '/build/T/deb/x86_64/hello.20260101000000/hello_1.2.3-1.1_amd64.deb?view=fileinfo':
    '<fileinfo><name>hello</name><version>1.2.3</version><release>1.1</release><arch>amd64</arch></fileinfo>',
  '/published/T/deb/amd64': [undefined, '<directory/>', '<directory><entry name="hello_1.2.3-1.1_amd64.deb"/></directory>'],
}

async function release(script: Script, onChange?: () => string) {
  const osc = scriptedOsc({ ...built, ...script }, onChange)
  const host = await testHost({ clock: testClock() })
  try {
    const released = await releaseRevisions(request, osc, host)
    return {
      changes: osc.changes,
      released: released.map(({ container: name, versions, changed }) => ({ name, versions, changed })),
    }
  } finally {
    await host.remove()
  }
}

test('a revision is released once and awaited until it is published', async () => {
  expect(await release({ '/source/T?view=info': ['<sourceinfolist/>', container] })).toEqual({
    changes: ['POST /source/B/hello?cmd=release'],
    released: [{ name: 'hello.20260101000000', versions: { deb: { x86_64: '1.2.3-1.1' } }, changed: true }],
  })
})

test('a revision that is released already is left alone', async () => {
  expect(await release({ '/source/T?view=info': container })).toEqual({
    changes: [],
    released: [{ name: 'hello.20260101000000', versions: { deb: { x86_64: '1.2.3-1.1' } }, changed: false }],
  })
})

test('a release whose answer was lost is looked for, not repeated', async () => {
  const lost = () => {
    throw new ServiceError({ url: '/', reason: 'connection lost' })
  }
  const { changes } = await release({ '/source/T?view=info': ['<sourceinfolist/>', '<sourceinfolist/>', container] }, lost)
  expect(changes).toEqual(['POST /source/B/hello?cmd=release'])
})

test.each([
  [
    'a build that failed',
    '/build/B/_result?package=hello',
    'code="succeeded"',
    'code="failed"',
    /hello deb\/x86_64 is failed \(the build failed\)/,
    'WorkError',
  ],
  [
    'a result of other sources',
    '/build/B/deb/x86_64/_jobhistory?package=hello&limit=1',
    'srcmd5="abc"',
    'srcmd5="old"',
    /this result is of other sources/,
    'ServiceError',
  ],
  [
    'a missing row',
    '/build/B/_result?package=hello',
    'arch="x86_64"',
    'arch="aarch64"',
    /hello deb\/x86_64 is missing/,
    'WorkError',
  ],
  [
    'a repository without a release target',
    '/source/B/_meta',
    'repository name="deb"',
    'repository name="other"',
    /Repository deb of B has no release target/,
    'WorkError',
  ],
] as const)('%s keeps everything from being released', async (_, path, from, to, message, kind) => {
  const answer = built[path]
  const failure = release(
    { [path]: typeof answer === 'string' ? answer.replace(from, to) : '', '/source/T?view=info': '<sourceinfolist/>' },
    () => {
      throw new Error('nothing may be changed')
    },
  )
  await expect(failure).rejects.toMatchObject({ name: kind })
  await expect(failure).rejects.toThrow(message)
})

test('what is released but never published is an error of the service', async () => {
  const failure = release({ '/source/T?view=info': container, '/published/T/deb/amd64': '<directory/>' })
  await expect(failure).rejects.toThrow('hello_1.2.3-1.1_amd64.deb is released but not published after 1 minutes')
})
