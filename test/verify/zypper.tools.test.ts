import { readdir } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { namesOf } from '../../src/architecture.js'
import type { Base } from '../../src/plan/base.js'
import type { Check, CheckResult } from '../../src/verify/request.js'
import type { TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { publishReal } from './real-package.js'
import { shareWorkshop } from './shared-workshop.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

shareWorkshop((made) => void ({ workshop, host } = made))

const base = { kind: 'provides', provides: ['socat = 1.7.4'] } as const
const cells = [{ package: 'demo', version: '1.0.0', architecture: namesOf('x86_64'), files: [] }]

/** The rows of zypper for a package with these fields. */
async function ask(
  fields: string,
  { key = workshop.keys.good, path, given = base }: { key?: string; path?: string; given?: Base } = {},
): Promise<readonly CheckResult[]> {
  const root = await publishReal(workshop, 'rpm', [{ version: '1.0.0', fields }])
  const here = path === undefined ? host : { ...host, env: { ...host.env, PATH: path } }
  const results = await verify(workshop, here, root, {
    format: 'rpm',
    cells,
    base: given,
    key,
    checks: new Set<Check>(['install']),
  })
  expect(await readdir(host.directories.temp)).toEqual([])
  return results.filter(({ subject }) => subject.endsWith(', zypper'))
}

describe('zypper', () => {
  test('resolves a package against the repository and its base', async () => {
    expect(await ask('Requires: socat >= 1.7\n')).toMatchObject([
      {
        check: 'install',
        subject: 'rpm demo 1.0.0 x86_64, zypper',
        state: 'passed',
        evidence: 'zypper: `zypper install demo.x86_64=1.0.0-1.1` resolved against an assumed base',
        cell: { package: 'demo', version: '1.0.0-1.1' },
      },
    ])
  }, 60_000)

  test('refuses what nothing provides', async () => {
    const [row] = await ask('Requires: socat >= 1.8\n')
    expect(row?.state).toBe('failed')
    expect(row?.evidence).toMatch(
      /^`zypper install demo\.x86_64=1\.0\.0-1\.1` failed: .*nothing provides socat >= 1\.8 needed by demo-1\.0\.0-1\.1\.x86_64/,
    )
  }, 60_000)

  test('refuses a repository by another key, which nobody accepts for it', async () => {
    const [row] = await ask('', { key: workshop.keys.other })
    expect(row?.state).toBe('failed')
    expect(row?.evidence).toMatch(
      /^`zypper refresh` refuses the repository: New repository or package signing key received:; .*Signature verification failed for repomd\.xml/,
    )
  }, 60_000)

  test('says nothing of a package when its base cannot be read', async () => {
    const [row] = await ask('', { given: { kind: 'repositories', urls: ['http://127.0.0.1:9/'] } })
    expect(row?.state).toBe('unproved')
    expect(row?.evidence).toMatch(/was not resolved, because http:\/\/127\.0\.0\.1:9\/ could not be read: /)
  }, 60_000)
})
