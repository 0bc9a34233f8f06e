import { chmod, mkdtemp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { namesOf } from '../../src/architecture.js'
import type { Check, CheckResult } from '../../src/verify/request.js'
import type { TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { writeHostileDeb, type HostilePackage } from './hostile.js'
import { greeter, publishReal, type RealPackage } from './real-package.js'
import { shareWorkshop } from './shared-workshop.js'
import { serve } from './site.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

shareWorkshop((made) => void ({ workshop, host } = made))

/** The row of the version 1.1.0 with an older repository configured as well, with the other's address as OTHER. */
async function pair(
  format: 'deb' | 'rpm',
  older: RealPackage | readonly HostilePackage[],
  { newer = { version: '1.1.0' }, key = 'good' }: { newer?: RealPackage; key?: fixture.KeyName } = {},
): Promise<CheckResult | undefined> {
  const other = 'version' in older ? await publishReal(workshop, format, [older]) : await publishHostile(older)
  if (key !== 'good') await fixture.writeMetadata(workshop, other, { format, key })
  const site = await serve(other)
  try {
    const results = await verify(workshop, host, await publishReal(workshop, format, [newer]), {
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

async function publishHostile(packages: readonly HostilePackage[]): Promise<string> {
  const root = await mkdtemp(join(workshop.folder, 'deb-hostile-'))
  await chmod(root, 0o755)
  for (const each of packages) await writeHostileDeb(root, each)
  await fixture.writeMetadata(workshop, root, { format: 'deb' })
  return root
}

describe('a repository with another one configured as well', () => {
  test.each([
    [
      'deb',
      "with OTHER configured as well, which has 1.0.0-1.1 of it, apt chooses 1.1.0-1.1 without a version, finds demo=1.1.0-1.1, demo=1.1.0-*, and resolves `apt-get install demo=1.1.0-1.1`; upgraded from the other's 1.0.0-1.1",
    ],
    [
      'rpm',
      "with OTHER configured as well, which has 1.0.0-1.1 of it, dnf chooses 1.1.0-1.1 without a version, finds demo-1.1.0, and resolves `dnf install demo-1.1.0-1.1.x86_64`; upgraded from the other's 1.0.0-1.1",
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
    120_000,
  )

  test.each([
    ['deb', /^with OTHER configured as well, apt-get update refuses it: .*NO_PUBKEY/],
    ['rpm', /^with OTHER configured as well, dnf makecache refuses them: .*GPG/],
  ] as const)(
    'fails for a %s when that has another key',
    async (format, evidence) => {
      const row = await pair(format, { version: '1.0.0' }, { key: 'other' })
      expect(row?.state).toBe('failed')
      expect(row?.evidence).toMatch(evidence)
    },
    120_000,
  )

  const daemon = (version: string, more: Partial<RealPackage> = {}): RealPackage => ({
    version,
    files: { '/usr/bin/demo': greeter(version), '/etc/demo.conf': 'greeting=hello\n' },
    config: ['/etc/demo.conf'],
    ...more,
  })

  test.each([
    ['deb', { fields: 'Depends: adduser\n' }, 'installed demo 1.0.0-1.1 of the other repository', 'purged it'],
    ['rpm', {}, 'installed demo-1.0.0-1.1.x86_64 of the other repository', 'erased it'],
  ] as const)(
    'takes a %s from the other one and is upgraded to, and the administrator keeps what was changed',
    async (format, more, installed, removed) => {
      const row = await pair(format, daemon('1.0.0', more), { newer: daemon('1.1.0', more) })
      expect(row?.evidence).toMatch(/; upgraded from the other's 1\.0\.0-1\.1$/)
      expect(row?.state).toBe('passed')
      expect(row?.details?.slice(-6)).toEqual([
        installed,
        'changed /etc/demo.conf by hand',
        'upgraded it to 1.1.0-1.1',
        '/etc/demo.conf kept the change',
        'no file was stated to compare',
        removed,
      ])
    },
    120_000,
  )

  test.each(['deb', 'rpm'] as const)(
    'fails for a %s whose upgrade from the other one throws changes away',
    async (format) => {
      const row = await pair(format, daemon('1.0.0'), {
        newer: daemon('1.1.0', { scripts: { [format === 'deb' ? 'postinst' : 'post']: 'echo new > /etc/demo.conf' } }),
      })
      expect(row?.evidence).toMatch(
        /; the upgrade threw away what an administrator had changed in \/etc\/demo\.conf: make it a file of configuration$/,
      )
      expect(row?.state).toBe('failed')
    },
    120_000,
  )

  test.each(['deb', 'rpm'] as const)(
    'with no older %s is upgraded to by nobody',
    async (format) => {
      const row = await pair(format, { version: '1.2.0' })
      expect(row?.state).toBe('passed')
      expect(row?.details?.at(-1)).toBe('no upgrade was tried: the other repository has no older demo')
    },
    120_000,
  )

  const sound = { name: './usr/bin/demo', content: 'demo' }
  const hostile = { name: './../../canary', content: 'out' }

  test.each<[string, HostilePackage[], string]>([
    ['the older package', [{ data: [sound, hostile] }], 'demo'],
    ['what the newer one needs', [{ data: [sound] }, { name: 'evil', data: [hostile] }], 'evil'],
  ])(
    'is not tried with %s of the other one that would write outside of the root',
    async (_, packages, name) => {
      const fields = name === 'evil' ? 'Depends: evil\n' : ''
      const row = await pair('deb', packages, { newer: { version: '1.1.0', fields } })
      expect(row?.state).toBe('failed')
      expect(
        row?.evidence.endsWith(`; ${name}_1.0.0-1.1_amd64.deb has a member "./../../canary" that leads out of the root`),
      ).toBe(true)
    },
    120_000,
  )
})
