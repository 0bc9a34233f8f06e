import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import type { Binary } from '../../src/obs/built-binary.js'
import { chooseGrounds, describeGrounds } from '../../src/promotion/proving-ground.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'
import { fakeDownloadHost } from '../verify/fake-download-host.js'
import { flatRepository } from '../verify/flat-repository.js'

// Whether a build project's own repository is where packages are verified: OBS says how it stands, its index what it has.

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const project = plan.buildProject
const url = 'https://download.opensuse.org/repositories/isv:/test:/stable:/v1.2:/build/deb'
const results = `/build/${project}/_result?view=summary`
const states = (state: string, rest = '') =>
  `<resultlist>${['x86_64', 'aarch64'].map((each) => `<result repository="deb" arch="${each}" code="${state}"${rest}/>`).join('')}</resultlist>`
const published: Script = {
  [results]: states('published'),
  [`/source/${project}/_keyinfo`]: `<keyinfo project="${project}"><pubkey>the key</pubkey></keyinfo>`,
}
let host: TestHost
let binaries: Binary[]

beforeEach(async () => {
  host = await testHost()
  binaries = []
})
afterEach(() => host.remove())

async function bring(file: string, text: string, architecture = 'x86_64'): Promise<void> {
  const path = join(host.directories.work, `${architecture}-${file}`)
  await writeFile(path, text)
  binaries.push({ package: 'hello', builder: 'deb', architecture, file, path })
}

async function choose(script: Script, files: Readonly<Record<string, string>> = {}, template?: string) {
  const { http } = fakeDownloadHost(files)
  const repository = { repositoryUrl: template, timeout: 0 }
  const grounds = await chooseGrounds(plan, binaries, repository, scriptedOsc(script), { ...host, http })
  return grounds.map(({ builder, place }) => ({ builder: builder.name, ...place }))
}

const deb = 'hello_1.2.3-1.1_amd64.deb'
const all = 'hello-doc_1.2.3-1.1_all.deb'

test('it is where OBS has published it, and it has each package by its bytes; builders without a package have none', async () => {
  await bring(deb, 'hello')
  expect(await choose(published, flatRepository(url, { [deb]: 'hello' }))).toEqual([{ builder: 'deb', url, key: 'the key' }])
})

test('what is for all architectures is there once, as one of them built it', async () => {
  await bring(all, 'built on x86_64')
  await bring(all, 'built on aarch64', 'aarch64')
  expect(await choose(published, flatRepository(url, { [all]: 'built on aarch64' }))).toEqual([
    { builder: 'deb', url, key: 'the key' },
  ])
})

test.each<[string, Script, Readonly<Record<string, string>>, string]>([
  ['OBS is told not to publish it', { [results]: states('unpublished') }, {}, `OBS does not publish ${project}`],
  ['OBS is publishing it', { [results]: states('publishing') }, {}, `OBS has not published all of ${project}`],
  ['OBS has news of it', { [results]: states('published', ' dirty="true"') }, {}, `OBS has not published all of ${project}`],
  ['OBS tells nothing of it', { [results]: undefined }, {}, `OBS has not published all of ${project}`],
  [
    'nobody serves it',
    published,
    {},
    `${url} cannot be read: deb Release: neither InRelease nor Release is at ${url}/: check the address, or publish the repository`,
  ],
  ['it lacks a package', published, flatRepository(url, { [all]: 'hello' }), `${url} does not have ${deb}`],
  ['it has other bytes', published, flatRepository(url, { [deb]: 'hallo' }), `${url} has another ${deb}`],
  [
    'OBS does not tell its key',
    { ...published, [`/source/${project}/_keyinfo`]: undefined },
    flatRepository(url, { [deb]: 'hello' }),
    `OBS does not tell the key of ${project}`,
  ],
])('the binaries are verified when %s', async (_, script, files, reason) => {
  await bring(deb, 'hello')
  expect(await choose(script, files)).toEqual([{ builder: 'deb', reason }])
})

test.each([
  ['https://packages.example.org', 'https://packages.example.org/isv:/test:/stable:/v1.2:/build/deb cannot be read'],
  [
    'https://packages.example.org/{project}/{builder}',
    'https://packages.example.org/isv:test:stable:v1.2:build/deb cannot be read',
  ],
  ['https://packages.example.org/{builder}', `nothing tells where ${project} is published`],
])('with %s as repository-url it is looked for there', async (template, reason) => {
  await bring(deb, 'hello')
  expect(await choose(published, {}, template)).toEqual([{ builder: 'deb', reason: expect.stringContaining(reason) }])
})

test('what is said names builders of the same ground together', () => {
  const [one, other] = plan.builders
  if (one === undefined || other === undefined) throw new Error('the config has two builders')
  const reason = 'OBS does not publish B'
  expect(describeGrounds([])).toEqual([])
  expect(
    describeGrounds([
      { builder: one, place: { reason } },
      { builder: other, place: { reason } },
    ]),
  ).toEqual(['deb and rpm: verified on the binaries: OBS does not publish B.'])
  expect(
    describeGrounds([
      { builder: one, place: { url, key: 'the key' } },
      { builder: other, place: { reason } },
    ]),
  ).toEqual([
    `deb: verified in the build project's own repository, ${url}.`,
    'rpm: verified on the binaries: OBS does not publish B.',
  ])
})
