import { expect, test } from '@jest/globals'
import { ServiceError, UserError } from '../../src/error.js'
import { releaseTogether, type Progress } from '../../src/obs/joint-release.js'
import { testClock } from '../support/clock.js'
import { testHost } from '../support/host.js'
import { scriptedOsc } from '../support/scripted-osc.js'
import { listNames } from './inventory-script.js'

const request = 'POST /source/B?cmd=release&nodelay=1'
const lost = () => {
  throw new ServiceError({ url: '/', reason: 'connection lost' })
}

async function release(held: readonly string[], seen: readonly Progress[] = [], onChange?: () => string) {
  const osc = scriptedOsc({ '/source/B': listNames(...held) }, onChange)
  const clock = testClock()
  const host = await testHost({ clock })
  let looks = 0
  const look = () => Promise.resolve(seen[Math.min(looks++, seen.length - 1)] ?? 'nothing')
  const failure: unknown = await releaseTogether('B', ['hello', 'helper'], look, osc, host).catch((error: unknown) => error)
  await host.remove()
  return { changes: osc.changes, failure, looks, seconds: clock.now() / 1000 }
}

test('all packages of a project are released by one request', async () => {
  expect(await release(['hello', 'helper', '_project'])).toEqual({ changes: [request], failure: undefined, looks: 0, seconds: 0 })
})

test('a project that holds others is refused by name, and nothing is released', async () => {
  expect(await release(['hello', 'helper', 'other'])).toMatchObject({
    changes: [],
    failure: {
      name: 'WorkError',
      message:
        'Nothing was released: B holds other besides, which would be released as well; remove them there, or release all packages of the config.',
    },
  })
})

test('a release whose answer was lost is looked for until all of it is there, and not repeated', async () => {
  const seen: readonly Progress[] = ['nothing', 'something', 'something', 'everything']
  expect(await release(['hello', 'helper'], seen, lost)).toMatchObject({ changes: [request], failure: undefined, looks: 4 })
})

test('one that was lost and left nothing is an error that a later run may mend', async () => {
  expect(await release(['hello', 'helper'], ['nothing'], lost)).toMatchObject({
    changes: [request],
    failure: { name: 'ServiceError', retriable: true },
    seconds: 30,
  })
})

test('one that stays incomplete is left to the release of what is lacking', async () => {
  expect(await release(['hello', 'helper'], ['something'], lost)).toMatchObject({
    changes: [request],
    failure: undefined,
    seconds: 120,
  })
})

test('a refusal is told as it is', async () => {
  const refuse = () => {
    throw new UserError('no permission')
  }
  expect(await release(['hello', 'helper'], [], refuse)).toMatchObject({ failure: { message: 'no permission' }, looks: 0 })
})
