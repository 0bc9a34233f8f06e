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

/** Nothing is to be done any more, and the next application does nothing. */
async function expectSettled(containers: number): Promise<void> {
  expect(await promoter.containers()).toHaveLength(containers)
  expect(await promoter.person.do('promote', apply)).toMatchObject({ changed: false, changes: [], problems: [] })
  expect(await promoter.containers()).toHaveLength(containers)
}

test('a release that was killed at each request comes to its end, and is made once', async () => {
  const killed = await applyDespiteAll()
  expect(killed.filter((each) => changes.test(each.replace(/^\w+ /, '')))).toEqual([
    expect.stringMatching(/^before POST .*cmd=release/),
    expect.stringMatching(/^after POST .*cmd=release/),
  ])
  expect(killed.length).toBeGreaterThan(10)
  await expectSettled(2)
}, 600_000)

test('a withdrawal that was killed at each request comes to its end, and takes that version alone', async () => {
  await promoter.record('1.0.1', { yanked: 'says goodbye' })
  const [kept] = (await promoter.containers()).toSorted()
  const killed = await applyDespiteAll()
  const changed = killed.filter((each) => changes.test(each.replace(/^\w+ /, '')))
  expect(changed).toEqual([expect.stringMatching(/^before DELETE /), expect.stringMatching(/^after DELETE /)])
  expect(killed.length).toBeGreaterThan(10)
  await expectSettled(1)
  expect(await promoter.containers()).toEqual([kept])
}, 600_000)

test.each([
  ['release', {}, /^POST .*cmd=release/, 2],
  ['withdrawal', { yanked: 'says goodbye' }, /^DELETE /, 1],
])(
  'a %s whose answer is lost is made once',
  async (_, inputs, request, containers) => {
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
    await expectSettled(containers)
  },
  300_000,
)
