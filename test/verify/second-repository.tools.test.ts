import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { namesOf } from '../../src/architecture.js'
import type { Check, CheckResult } from '../../src/verify/request.js'
import { testHost, type TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { publishReal, type RealPackage } from './real-package.js'
import { serve } from './site.js'
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

/** The row of the version 1.1.0 with an older repository configured as well, with the other's address as OTHER. */
async function pair(format: 'deb' | 'rpm', older: RealPackage, key: fixture.KeyName = 'good'): Promise<CheckResult | undefined> {
  const other = await publishReal(workshop, format, [older])
  if (key !== 'good') await fixture.writeMetadata(workshop, other, { format, key })
  const site = await serve(other)
  try {
    const results = await verify(workshop, host, await publishReal(workshop, format, [{ version: '1.1.0' }]), {
      format,
      cells: [{ package: 'demo', version: '1.1.0', architecture: namesOf('x86_64'), files: [] }],
      checks: new Set<Check>(['install']),
      beside: site.url,
    })
    expect(await readdir(host.directories.temp)).toEqual([])
    const row = results.find(({ subject }) => subject.endsWith(', beside another repository'))
    return row && { ...row, evidence: row.evidence.replaceAll(site.url, 'OTHER') }
  } finally {
    await site.close()
  }
}

describe('a repository with another one configured as well', () => {
  test.each([
    [
      'deb',
      'with OTHER configured as well, which has 1.0.0-1.1 of it, apt chooses 1.1.0-1.1 without a version, finds demo=1.1.0-1.1, demo=1.1.0-*, and resolves `apt-get install demo=1.1.0-1.1`',
    ],
    [
      'rpm',
      'with OTHER configured as well, which has 1.0.0-1.1 of it, dnf chooses 1.1.0-1.1 without a version, finds demo-1.1.0, and resolves `dnf install demo-1.1.0-1.1.x86_64`',
    ],
  ] as const)(
    'gives users the newest %s of both',
    async (format, evidence) => {
      expect(await pair(format, { version: '1.0.0' })).toMatchObject({
        state: 'passed',
        evidence,
        cell: { version: '1.1.0-1.1' },
      })
    },
    60_000,
  )

  test.each([
    ['deb', /^with OTHER configured as well, apt-get update refuses it: .*NO_PUBKEY/],
    ['rpm', /^with OTHER configured as well, dnf makecache refuses them: .*GPG/],
  ] as const)(
    'fails for a %s when that has another key',
    async (format, evidence) => {
      const row = await pair(format, { version: '1.0.0' }, 'other')
      expect(row?.state).toBe('failed')
      expect(row?.evidence).toMatch(evidence)
    },
    60_000,
  )
})
