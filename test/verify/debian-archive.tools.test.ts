import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { checks, type Check } from '../../src/verify/request.js'
import { verifySingle } from '../../src/verify/single-repository.js'
import { testHost, type TestHost } from '../support/host.js'

const run = promisify(execFile)
let host: TestHost

beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

test("Debian's own archive passes, as the host's apt has it: by suite and component, one index in one form", async () => {
  const format = ['indextargets', '--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)', 'Created-By: Packages']
  const targets = (await run('apt-get', format)).stdout.split('\n')
  const url = targets.find((line) => / [a-z]+ main$/.test(line)) ?? ''
  const [, suite = ''] = url.split(' ')
  const { stdout } = await run('apt-cache', ['madison', 'bash'])
  const version =
    stdout
      .split('\n')
      .find((line) => line.includes(` ${suite}/main `))
      ?.split('|')[1]
      ?.trim() ?? ''
  const key = await readFile('/usr/share/keyrings/debian-archive-keyring.gpg', 'latin1')
  const asked = checks.filter((check): check is Check => check !== 'install')
  const request = { url, packages: ['bash'], version, architectures: ['amd64'], key, checks: asked, install: [], timeout: 60_000 }
  const results = await verifySingle({ ...request, otherHosts: [] }, host)
  expect(results.filter(({ passed }) => !passed)).toEqual([])
  const told = results.map(({ check, subject, evidence }) => `${check} ${subject}: ${evidence}`)
  const indexes = told.filter((line) => line.includes('/Packages'))
  expect(indexes).toEqual([expect.stringMatching(/^metadata deb main\/binary-amd64\/Packages\.(?:gz|xz): \d+ bytes with sha256/)])
  const count = /vouches for (\d+) packages/.exec(told.join('\n'))?.[1]
  expect(Number(count)).toBeGreaterThan(50_000)
  expect(told.join('\n')).toMatch(/signatures deb InRelease: validly signed by the key [0-9A-F]{40}/)
  expect(told.join('\n')).toMatch(/presence deb bash .* at pool\/main\/b\/bash\//)
}, 120_000)
