import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as fixture from '../verify/fixture.js'
import { serve, type Site } from '../verify/site.js'
import { metadataFile } from '../verify/verification.js'
import { testHost, type TestHost } from '../support/host.js'
import { compare } from './comparison.js'

let workshop: fixture.Workshop
let host: TestHost
let site: Site

beforeAll(async () => {
  workshop = await fixture.openWorkshop()
  host = await testHost()
  site = await serve(workshop.folder)
}, 30_000)

afterAll(async () => {
  await site.close()
  await fixture.closeWorkshop(workshop)
  await host.remove()
})

async function publish(publication: fixture.Publication): Promise<string> {
  return fixture.publish(workshop, { key: 'none', ...publication })
}

test.each(['deb', 'rpm'] as const)(
  'a %s repository at an address is the same as its folder, and nothing stays behind',
  async (format) => {
    const folder = await publish({ format, versions: ['1.0.0', '1.1.0'] })
    site.show(folder)
    expect(await compare(host, site.url, folder)).toMatchObject({ same: true, failure: undefined })
    expect(host.lines.at(-1)).toBe('info: Compared 4 packages on the left with 4 packages on the right.')
    expect(await readdir(host.directories.temp)).toEqual([])
  },
)

test('a package at an address is compared with a file', async () => {
  const folder = await publish({ format: 'deb', architectures: ['x86_64'] })
  site.show(folder)
  const path = 'amd64/demo_1.0.0-1.1_amd64.deb'
  expect(await compare(host, `${site.url}${path}?token=secret`, join(folder, path))).toMatchObject({ same: true })
})

test('what differs between two repositories is told by package', async () => {
  const left = await publish({ format: 'deb', versions: ['1.0.0'] })
  const right = await publish({ format: 'deb', versions: ['1.1.0'], architectures: ['x86_64'] })
  site.show(left)
  const { rows } = await compare(host, site.url, right, 'size,digest')
  expect(rows).toEqual([`package : ${site.url}arm64/demo_1.0.0-1.1_arm64.deb -> null`, 'version : 1.0.0 -> 1.1.0'])
})

test.each<[string, 'deb' | 'rpm', (folder: string) => Promise<unknown>, RegExp]>([
  [
    'a package that its index does not know',
    'deb',
    async (folder) => fixture.tamper((await fixture.packagesOf(folder))[0] ?? ''),
    /^WorkError: http.*amd64\.deb has \d+ bytes with sha256 .* by the index: publish the repository again\.$/,
  ],
  [
    'a package that is missing',
    'rpm',
    async (folder) => rm((await fixture.packagesOf(folder))[0] ?? ''),
    /^WorkError: http.*x86_64\.rpm is in the index but not there: publish the repository again\.$/,
  ],
  [
    'an index that points elsewhere',
    'deb',
    async (folder) => {
      const index = join(folder, 'Packages')
      await writeFile(index, (await readFile(index, 'utf8')).replace('Filename: ', 'Filename: ../'))
      await fixture.writeRelease(workshop, folder, 'none')
      await rm(join(folder, 'Packages.gz'))
    },
    /^WorkError: The index of http.* points outside of it, to \.\.\/amd64\/demo_1\.0\.0-1\.1_amd64\.deb\.$/,
  ],
  [
    'an index that was changed',
    'rpm',
    async (folder) => fixture.tamper(await metadataFile(folder, 'filelists')),
    /^WorkError: The repository http.* is not sound: rpm filelists: .*filelists.* has /,
  ],
  [
    'an address without a repository',
    'deb',
    async (folder) => rm(join(folder, 'Release')),
    /^UserError: http.* is neither a package nor a repository with Release or repodata\/repomd\.xml in it: check the address\.$/,
  ],
])('%s is an error', async (_, format, spoil, failure) => {
  const folder = await publish({ format, architectures: ['x86_64'] })
  await spoil(folder)
  site.show(folder)
  expect((await compare(host, site.url, site.url)).failure).toMatch(failure)
})
