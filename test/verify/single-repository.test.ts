import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { verifySingle, type SingleRequest } from '../../src/verify/single-repository.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { emptyDownloadHost, fakeDownloadHost } from './fake-download-host.js'

let host: TestHost
let asked: readonly string[]

async function openHost(files: Readonly<Record<string, string>> = {}): Promise<void> {
  const fake = Object.keys(files).length === 0 ? emptyDownloadHost() : fakeDownloadHost(files)
  asked = fake.asked
  host = await testHost({ http: fake.http, clock: testClock() })
}

beforeEach(() => openHost())
afterEach(() => host.remove())

async function verify(request: Partial<SingleRequest>) {
  const defaults = { url: 'http://h/repo/', packages: ['hello'], version: '1.2.3', architectures: [], key: undefined }
  const whole: SingleRequest = { ...defaults, checks: ['presence'], install: [], timeout: 0, otherHosts: [], ...request }
  return verifySingle(whole, host)
}

const subjectsOf = async (request: Partial<SingleRequest>) =>
  (await verify(request)).map(({ check, subject }) => `${check} ${subject}`)

const release = 'Origin: x\nSuite: stable\n'
const repomd = '<?xml version="1.0"?>\n<repomd xmlns="http://linux.duke.edu/metadata/repo"></repomd>'

test.each([
  ['InRelease', '-----BEGIN PGP SIGNED MESSAGE-----\n', 'http://h/repo/', 'deb hello 1.2.3 amd64'],
  ['Release', release, 'http://h/repo/', 'deb hello 1.2.3 amd64'],
  ['Release', release, 'http://h/repo', 'deb hello 1.2.3 amd64'],
  ['dists/stable/Release', release, 'http://h/repo/dists/stable', 'deb hello 1.2.3 amd64'],
  ['dists/stable/Release', release, 'http://h/repo stable main', 'deb hello 1.2.3 amd64'],
  ['repodata/repomd.xml', repomd, 'http://h/repo/', 'rpm hello 1.2.3 x86_64'],
  ['repodata/repomd.xml', repomd, 'http://h/repo/repodata/repomd.xml', 'rpm hello 1.2.3 x86_64'],
])('%s says what kind of repository it is: %j at %s', async (path, content, url, subject) => {
  await host.remove()
  await openHost({ [`http://h/repo/${path}`]: content })
  expect(await subjectsOf({ url })).toContain(`presence ${subject}`)
})

const nothing =
  'is no repository: there is neither InRelease nor Release, as deb repositories have, nor repodata/repomd.xml, as rpm repositories have'
const advice = 'check the address, or publish the repository'

test.each([
  ['nothing', {}, `http://h/repo/ ${nothing}: ${advice}`],
  [
    'a page of HTML',
    { 'http://h/repo/': '<!DOCTYPE html><html><head><title>Index of\n /repo</title>' },
    `http://h/repo/ ${nothing}; there is a page of HTML at the address itself: ${advice}`,
  ],
  [
    'a page in place of every file',
    { 'http://h/repo/Release': '<html><title>Sign in</title>' },
    `http://h/repo/ ${nothing}; Release is an HTML page with the title "Sign in": ${advice}`,
  ],
  [
    'the root of an archive',
    { 'http://h/repo/dists/stable/InRelease': '-----BEGIN PGP SIGNED MESSAGE-----\n' },
    `http://h/repo/ ${nothing}; this is the root of an archive: add /dists/stable to the address: ${advice}`,
  ],
  [
    'an index that nobody signed',
    { 'http://h/repo/Packages': 'Package: hello\n' },
    `http://h/repo/ ${nothing}; there is Packages without Release, which apt refuses: write and sign a Release: ${advice}`,
  ],
])('an address with %s is told from a repository that is wrong', async (_, files, evidence) => {
  await host.remove()
  await openHost(files)
  expect(await verify({})).toEqual([{ check: 'metadata', subject: 'repository', state: 'failed', passed: false, evidence }])
})

test('architectures are understood by any of their names, and only some of them may be installed', async () => {
  await host.remove()
  await openHost({ 'http://h/repo/repodata/repomd.xml': repomd })
  const request = { architectures: ['arm64', 'armhf'], checks: ['presence', 'install'] as const, install: ['arm'] }
  expect(await subjectsOf(request)).toEqual([
    'presence rpm hello 1.2.3 aarch64',
    'presence rpm hello 1.2.3 armv7hl',
    'install rpm hello 1.2.3 armv7hl',
  ])
})

describe('nothing is fetched when it is asked for', () => {
  test.each<[Partial<SingleRequest>, string]>([
    [{ architectures: ['amd46'] }, 'Input `architectures` has amd46; did you mean amd64?'],
    [{ install: ['arm64'] }, 'Input `install` has arm64, for which there is nothing; there are x86_64.'],
    [{ url: 'h/repo' }, 'Input `repository-url` is no address of the web: did you mean https://h/repo?'],
    [
      { url: 'file:///srv/repo' },
      'Input `repository-url` has the scheme file: a repository is verified as its users get it, over http or https; serve the folder and give its address.',
    ],
    [
      { url: '/srv/repo' },
      'Input `repository-url` is "/srv/repo", no address of the web: a repository is verified as its users get it, over http or https; serve the folder and give its address.',
    ],
  ])('%j', async (request, message) => {
    await expect(subjectsOf(request)).rejects.toThrow(new UserError(message))
    expect(asked).toEqual([])
  })
})
