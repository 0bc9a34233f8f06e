import { beforeAll, expect, test } from '@jest/globals'
import { readdir, rm } from 'node:fs/promises'
import type { CheckResult } from '../../src/verify/request.js'
import type { TestHost } from '../support/host.js'
import { addresses, makeBases, openBase } from './corpus/base.js'
import { cases } from './corpus/cases.js'
import { serveHostile, type Route } from './corpus/hostile-site.js'
import { judge } from './corpus/judge.js'
import type * as fixture from './fixture.js'
import { shareWorkshop } from './shared-workshop.js'

let workshop: fixture.Workshop
let host: TestHost
let bases = addresses

shareWorkshop((made) => void ({ workshop, host } = made))
beforeAll(async () => {
  bases = await makeBases(workshop)
}, 60_000)

const longest = 10_000

test.each(cases)(
  'a repository ($base) of the corpus: $name',
  async ({ base, spoil, routes, address = addresses[base], request, says, warns }) => {
    const desk = await openBase(workshop, bases, base)
    const served: Record<string, Route> = {}
    const site = await serveHostile(desk.root, served)
    desk.url = site.url
    let start: number
    let results: readonly CheckResult[]
    try {
      await spoil?.(desk)
      Object.assign(served, routes?.(desk))
      start = Date.now()
      const question = { url: `${site.url}${address}`, base, request: request?.(desk) ?? {}, usualKey: workshop.keys.good }
      results = await judge(question, host)
    } finally {
      await site.close()
      await rm(desk.root, { recursive: true })
    }
    const milliseconds = Date.now() - start
    const told = results.filter(({ passed }) => !passed).map(({ check, subject, evidence }) => `${check} ${subject}: ${evidence}`)
    const warned = results.filter(({ state }) => state === 'warning').map(({ evidence }) => evidence)
    expect(results.length).toBeGreaterThan(0)
    expect(holds(told, says)).toEqual(says === undefined ? [] : true)
    expect(warns === undefined || holds(warned, warns)).toBe(true)
    expect(milliseconds).toBeLessThan(longest)
    expect(await readdir(host.directories.temp)).toEqual([])
  },
  30_000,
)

/** True when a sentence says it; else all sentences, for whoever reads the failure. */
function holds(sentences: readonly string[], says: RegExp | undefined): readonly string[] | true {
  return says?.test(sentences.join('\n')) === true || sentences
}
