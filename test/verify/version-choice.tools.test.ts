import { readdir } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { namesOf } from '../../src/architecture.js'
import type { Check, Expectations } from '../../src/verify/request.js'
import type { TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { publishReal } from './real-package.js'
import { shareWorkshop } from './shared-workshop.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

shareWorkshop((made) => void ({ workshop, host } = made))

const finals: Expectations = {
  object: (_, version) => (version?.includes('~') === true ? 'is a prerelease' : undefined),
}

/** What is said of the versions of a package, by what each row is about. */
async function survey(
  format: 'deb' | 'rpm',
  versions: readonly string[],
  { expected = versions.at(-1) ?? '', expectations }: { expected?: string; expectations?: Expectations } = {},
): Promise<Readonly<Record<string, readonly [string, string]>>> {
  const root = await publishReal(
    workshop,
    format,
    versions.map((version) => ({ version })),
  )
  const results = await verify(workshop, host, root, {
    format,
    cells: [{ package: 'demo', version: expected, architecture: namesOf('x86_64'), files: [] }],
    checks: new Set<Check>(['install']),
    ...(expectations && { expectations }),
  })
  expect(await readdir(host.directories.temp)).toEqual([])
  const rows = results.filter(({ subject }) => subject.includes(',') && !subject.endsWith('zypper'))
  return Object.fromEntries(rows.map(({ subject, state, evidence }) => [subject, [state, evidence]]))
}

describe('what users get who name no version', () => {
  test.each([
    ['deb', 'apt', 'demo=1.1.0-1.1, demo=1.1.0-*', 'deb demo amd64'],
    ['rpm', 'dnf', 'demo-1.1.0', 'rpm demo x86_64'],
  ] as const)(
    'is the newest %s, and pins find what they name',
    async (format, manager, pins, subject) => {
      expect(await survey(format, ['1.0.0', '1.1.0'], { expectations: finals })).toEqual({
        [`${subject}, newest chosen`]: [
          'passed',
          `without a version ${manager} chooses 1.1.0-1.1, the newest of 2 versions of it`,
        ],
        [`${subject}, pinned versions`]: ['passed', `${manager} finds ${pins}`],
        [`${subject}, versions seen`]: [
          'passed',
          expect.stringMatching(
            new RegExp(
              `^${manager} sees (1\\.1\\.0-1\\.1, 1\\.0\\.0-1\\.1|1\\.0\\.0-1\\.1, 1\\.1\\.0-1\\.1); the channel takes them all$`,
            ),
          ),
        ],
      })
    },
    60_000,
  )

  test.each([
    ['deb', 'apt', 'deb demo amd64'],
    ['rpm', 'dnf', 'rpm demo x86_64'],
  ] as const)(
    'is no prerelease of a %s where releases alone may be',
    async (format, manager, subject) => {
      const rows = await survey(format, ['1.0.0', '1.1.0~alpha.1'], { expected: '1.0.0', expectations: finals })
      expect(rows[`${subject}, versions seen`]).toEqual([
        'failed',
        `${manager} sees 1.1.0~alpha.1-1.1, which is a prerelease: remove it from the repository`,
      ])
      expect(rows[`${subject}, newest chosen`]).toEqual([
        'warning',
        `without a version ${manager} chooses 1.1.0~alpha.1-1.1, the newest of 2 versions of it, which is a prerelease where 1.0.0-1.1 was expected`,
      ])
    },
    60_000,
  )
})
