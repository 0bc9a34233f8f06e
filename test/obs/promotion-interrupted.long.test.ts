import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Inputs } from './command.js'
import { startHaltingProxy, type HaltingProxy } from './halting-proxy.js'
import { sandbox } from './live.js'
import { startLossyProxy } from './lossy-proxy.js'
import { makePromoter, quick, type Promoter } from './promoter.js'

// An application of the list that is killed at its first request, at its second, and so on: the next one goes on where OBS is.

let proxy: HaltingProxy
let promoter: Promoter

beforeAll(async () => {
  proxy = await startHaltingProxy(sandbox.apiurl)
  promoter = await makePromoter(['1.0.0', '1.0.1'], { apiurl: proxy.url })
  await promoter.build('1.0.0')
  await promoter.record('1.0.0')
  await promoter.person.do('promote', { ...apply })
  await promoter.build('1.0.1')
  await promoter.record('1.0.1')
}, 300_000)

afterAll(async () => {
  await promoter.person.remove()
  await proxy.close()
})

const apply: Inputs = { ...quick, mode: 'apply', checks: 'presence' }
const changes = /^(?:POST|PUT|DELETE) /

/**
 * Applies the list again and again, and kills it at one request later each time, those that change something once before OBS
 * hears of them and once after; until one comes to its end. Resolves to where they were killed.
 */
async function applyDespiteAll(): Promise<readonly string[]> {
  const killed: string[] = []
  const attempt = async (isMeant: (request: string, number: number) => boolean, when: 'before' | 'after') => {
    const halt = proxy.halt(isMeant, when)
    const isKilled = await promoter.person.runUnless(halt, 'promote', apply)
    proxy.pass()
    if (!isKilled) return undefined
    const request = await halt
    killed.push(`${when} ${request}`)
    return request
  }
  for (let at = 1; ; at++) {
    const request = await attempt((_, number) => number === at, 'before')
    if (request === undefined) return killed
    if (changes.test(request)) await attempt((each) => each === request, 'after')
  }
}

/** The versions are published, each file of them once; nothing is to be done any more, and the next application does nothing. */
async function expectSettled(versions: readonly string[]): Promise<void> {
  const files = versions.flatMap((version) => [
    ...[`hello-${version}-1.1.aarch64.rpm`, `hello-${version}-1.1.x86_64.rpm`],
    ...[`hello_${version}-1.1_amd64.deb`, `hello_${version}-1.1_arm64.deb`],
  ])
  expect(await promoter.files()).toEqual(files.toSorted())
  expect(await promoter.person.do('promote', apply)).toMatchObject({ changed: false, changes: [], problems: [] })
  expect(await promoter.files()).toEqual(files.toSorted())
}

/** Those of the requests at which it was killed that change something: each before OBS has heard of it, and after. */
function listChanges(killed: readonly string[]): readonly string[] {
  return killed.filter((each) => changes.test(each.replace(/^\w+ /, '')))
}

test('a release that was killed at each request comes to its end, and is made once', async () => {
  const killed = await applyDespiteAll()
  expect(new Set(listChanges(killed).map((each) => each.split(' ').slice(0, 2).join(' ')))).toEqual(
    new Set(['before POST', 'after POST']),
  )
  expect(listChanges(killed).every((each) => each.includes('cmd=release'))).toBe(true)
  expect(killed.length).toBeGreaterThan(10)
  await expectSettled(['1.0.0', '1.0.1'])
}, 600_000)

test('a withdrawal that was killed at each request comes to its end, and takes that version alone', async () => {
  await promoter.record('1.0.1', { yanked: 'says goodbye' })
  const killed = await applyDespiteAll()
  expect(new Set(listChanges(killed).map((each) => each.split(' ').slice(0, 2).join(' ')))).toEqual(
    new Set(['before DELETE', 'after DELETE']),
  )
  expect(killed.length).toBeGreaterThan(5)
  await expectSettled(['1.0.0'])
}, 600_000)

test.each([
  ['release', {}, /^POST .*cmd=release/, ['1.0.0', '1.0.1']],
  ['withdrawal', { yanked: 'says goodbye' }, /^DELETE /, ['1.0.0']],
])(
  'a %s whose answer is lost is made once',
  async (_, inputs, request, versions) => {
    await promoter.record('1.0.1', inputs)
    let isFirst = true
    const lossy = await startLossyProxy(sandbox.apiurl, (answer) => {
      const isLost = isFirst && request.test(answer.request) && answer.status < 300
      if (isLost) isFirst = false
      return isLost
    })
    try {
      await promoter.person.signIn({ apiurl: lossy.url })
      const { code } = await promoter.person.run('promote', { ...apply, apiurl: lossy.url })
      expect([0, 3]).toContain(code)
      expect(lossy.lost).toHaveLength(1)
    } finally {
      await promoter.person.signIn({ apiurl: proxy.url })
      await lossy.close()
    }
    await promoter.person.do('promote', apply)
    await expectSettled(versions)
  },
  300_000,
)
