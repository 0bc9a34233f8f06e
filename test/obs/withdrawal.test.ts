import { expect, test } from '@jest/globals'
import { ServiceError, UserError } from '../../src/error.js'
import { withdrawContainers } from '../../src/obs/withdrawal.js'
import type { Decided } from '../../src/obs/withdrawal-decision.js'
import { testClock } from '../support/clock.js'
import { testHost } from '../support/host.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'
import { held, listNames, listSources, place, scriptOf } from './inventory-script.js'

const old = held('hello.20260101000000', '1.0.0', 'one')
const newer = held('hello.20260102000000', '1.1.0', 'two')
const files = [{ repository: 'deb', architecture: 'x86_64', file: 'hello_1.0.0-1.1_amd64.deb', container: old.name }]
const decided: Decided = { name: old.name, package: 'hello', srcmd5: 'one', files }
const published = (...versions: readonly string[]) =>
  versions.map((version) => `Filename: ./amd64/hello_${version}-1.1_amd64.deb\n`).join('')
const request = `DELETE /source/T/${old.name}?comment=too old`

const there: Script = {
  ...scriptOf([old, newer], { hello: ['one', 'two'] }),
  '/source/T': listNames(newer.name),
  '/published/T/deb/Packages': [published('1.0.0', '1.1.0'), published('1.1.0')],
  '/build/T/_result?repository=deb&view=summary':
    '<resultlist state="1"><result repository="deb" arch="x86_64" state="publishing"/></resultlist>',
}

async function withdraw(script: Script = {}, onChange?: () => string, containers: readonly Decided[] = [decided]) {
  const osc = scriptedOsc({ ...there, ...script }, onChange)
  const host = await testHost({ clock: testClock() })
  try {
    const told: string[][] = []
    const failure: unknown = await withdrawContainers(
      { ...place, containers, reason: 'too old', timeout: 60_000, interval: 1000 },
      osc,
      host,
      (gone) => told.push(gone.map(({ name }) => name)),
    ).catch((error: unknown) => error)
    return { changes: osc.changes, gone: told.at(-1) ?? [], failure, osc }
  } finally {
    await host.remove()
  }
}

const lost = () => {
  throw new ServiceError({ url: '/', reason: 'connection lost' })
}

test('exactly the named container is deleted, and the repository awaited without it', async () => {
  const { changes, gone, osc } = await withdraw()
  expect(changes).toEqual([request])
  expect(gone).toEqual([old.name])
  expect(osc.reads.filter((path) => path === '/published/T/deb/Packages')).toHaveLength(2)
})

test('nothing named is no request', async () => {
  const { changes, gone, osc } = await withdraw({}, undefined, [])
  expect({ changes, gone, reads: osc.reads }).toEqual({ changes: [], gone: [], reads: [] })
})

test('one that is another by now keeps all from being withdrawn', async () => {
  const other = { ...decided, name: newer.name, files: decided.files }
  const { changes, failure } = await withdraw({}, undefined, [decided, other])
  expect(changes).toEqual([])
  expect(failure).toMatchObject({
    name: 'WorkError',
    message: `Nothing was withdrawn from T. ${newer.name} is another than was decided on: its sources are two, not one. Look at what is there and decide anew.`,
  })
})

test('what has gone already is not deleted, and the repository still awaited', async () => {
  const { changes, gone, osc } = await withdraw({ '/source/T?view=info': listSources([newer]) })
  expect({ changes, gone }).toEqual({ changes: [], gone: [] })
  expect(osc.reads.filter((path) => path === '/published/T/deb/Packages')).toHaveLength(2)
})

test('a deletion whose answer was lost is looked for, not repeated', async () => {
  const { changes, gone } = await withdraw({ '/source/T': [listNames(old.name, newer.name), listNames(newer.name)] }, lost)
  expect(changes).toEqual([request])
  expect(gone).toEqual([old.name])
})

test('a deletion whose answer was lost and that left everything is an error that a later run may mend', async () => {
  const { changes, failure } = await withdraw({ '/source/T': listNames(old.name, newer.name) }, lost)
  expect(changes).toEqual([request])
  expect(failure).toMatchObject({ name: 'ServiceError', retriable: true })
})

test('a deletion that OBS refuses is told as it is, unless somebody else has deleted it', async () => {
  const refuse = () => {
    throw new UserError('no permission')
  }
  const names = listNames(old.name, newer.name)
  expect(await withdraw({ '/source/T': names }, refuse)).toMatchObject({ failure: { message: 'no permission' } })
  expect(await withdraw({ '/source/T': listNames(newer.name) }, refuse)).toMatchObject({ gone: [old.name] })
})

test('a deletion that is said to be done and is not is an error of the service', async () => {
  const { failure } = await withdraw({ '/source/T': listNames(old.name, newer.name) })
  expect(failure).toMatchObject({
    name: 'ServiceError',
    message: `${old.name} is still in T after it was deleted; a later run looks again`,
  })
})

test('a file that another container holds as well stays published', async () => {
  const twin = held('hello.20260103000000', '1.0.0', 'one')
  const script = scriptOf([old, newer, twin], { hello: ['one', 'two'] })
  const { changes, gone } = await withdraw({ ...script, '/published/T/deb/Packages': published('1.0.0', '1.1.0') })
  expect(changes).toEqual([request])
  expect(gone).toEqual([old.name])
})

test('what is withdrawn and still published in the end is an error of the service', async () => {
  const { failure } = await withdraw({ '/published/T/deb/Packages': published('1.0.0') })
  expect(failure).toMatchObject({
    name: 'ServiceError',
    message:
      'hello_1.0.0-1.1_amd64.deb is withdrawn but still published at /published/T/deb/Packages after 1m00s; run it again to go on waiting',
  })
})

test('a repository that cannot be published is told at once', async () => {
  const broken =
    '<resultlist state="1"><result repository="deb" arch="x86_64" state="publishfailed" details="no key"/></resultlist>'
  const script = { '/published/T/deb/Packages': published('1.0.0'), '/build/T/_result?repository=deb&view=summary': broken }
  expect((await withdraw(script)).failure).toMatchObject({
    name: 'WorkError',
    message: expect.stringContaining(
      'T/deb has lost what was withdrawn and OBS cannot publish it, its state is publishfailed: no key;',
    ),
  })
})

test('a repository that is left without a package is gone as well', async () => {
  const { gone } = await withdraw({ '/published/T/deb/Packages': [published('1.0.0'), undefined] })
  expect(gone).toEqual([old.name])
})
