import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { testHost, type TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { spoilt } from './spoilt.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

beforeAll(async () => {
  workshop = await fixture.openWorkshop()
  host = await testHost()
}, 30_000)

afterAll(async () => {
  await fixture.closeWorkshop(workshop)
  await host.remove()
})

test.each(spoilt)(
  'a $format repository that $name fails, and nothing else of it does',
  async ({ spoil, request, failures, ...publication }) => {
    const folder = await fixture.publish(workshop, publication)
    await spoil?.(folder)
    const cells = [fixture.cellOf('1.0.0', 'x86_64')]
    const failed = (await verify(workshop, host, folder, { format: publication.format, cells, ...request?.(workshop) })).filter(
      ({ passed }) => !passed,
    )
    expect(failed.map(({ check, subject }) => [check, subject])).toEqual(failures.map(([check, subject]) => [check, subject]))
    failures.forEach(([, , evidence], index) => expect(failed[index]?.evidence).toMatch(evidence))
  },
  60_000,
)
