import { expect, test } from '@jest/globals'
import type { TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { shareWorkshop } from './shared-workshop.js'
import { spoilt } from './spoilt.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

shareWorkshop((made) => void ({ workshop, host } = made))

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
