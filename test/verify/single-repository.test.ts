import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import type { Http } from '../../src/host/http.js'
import { verifySingle, type SingleRequest } from '../../src/verify/single-repository.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { emptyDownloadHost } from './fake-download-host.js'

let host: TestHost
let asked: readonly string[]

async function openHost(http: Partial<Http> = {}): Promise<void> {
  const fake = emptyDownloadHost()
  asked = fake.asked
  host = await testHost({ http: { ...fake.http, ...http }, clock: testClock() })
}

beforeEach(() => openHost())
afterEach(() => host.remove())

async function subjectsOf(request: Partial<SingleRequest>): Promise<string[]> {
  const defaults = { url: 'http://h/repo/', packages: ['hello'], version: '1.2.3', architectures: [], key: undefined }
  const whole: SingleRequest = { ...defaults, checks: ['presence'], install: [], timeout: 0, ...request }
  return (await verifySingle(whole, host)).map(({ check, subject }) => `${check} ${subject}`)
}

test('a repository with a Release has debs', async () => {
  const bytes = (url: string) => Promise.resolve(url === 'http://h/repo/Release' ? Buffer.from('') : undefined)
  await host.remove()
  await openHost({ bytes })
  expect(await subjectsOf({})).toEqual(['presence deb hello 1.2.3 amd64'])
})

test('any other has rpms', async () => {
  expect(await subjectsOf({ packages: ['hello', 'world'] })).toEqual([
    'presence rpm hello 1.2.3 x86_64',
    'presence rpm world 1.2.3 x86_64',
  ])
  expect(asked[0]).toBe('http://h/repo/Release')
})

test('architectures are understood by any of their names, and only some of them may be installed', async () => {
  const request = { architectures: ['arm64', 'armhf'], checks: ['presence', 'install'] as const, install: ['arm'] }
  expect(await subjectsOf(request)).toEqual([
    'presence rpm hello 1.2.3 aarch64',
    'presence rpm hello 1.2.3 armv7hl',
    'install rpm hello 1.2.3 armv7hl',
  ])
})

describe('nothing is fetched when it is asked for', () => {
  test.each<[Partial<SingleRequest>, string]>([
    [{ architectures: ['amd46'] }, 'Input `architectures` has amd46; did you mean amd64?'],
    [{ install: ['arm64'] }, 'Input `install` has arm64, for which there is nothing; there are x86_64.'],
  ])('%j', async (request, message) => {
    await expect(subjectsOf(request)).rejects.toThrow(new UserError(message))
    expect(asked).toEqual([])
  })
})

test('the payload cannot be compared, and that is said', async () => {
  expect(await subjectsOf({ checks: ['presence', 'payload'] })).toEqual(['presence rpm hello 1.2.3 x86_64'])
  expect(host.lines).toContain(
    'warning: The payload was not compared: without a config it is not known which programs upstream published.',
  )
})
