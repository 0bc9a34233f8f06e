import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { resolvePlan } from '../../src/project/planning.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { makeRepository, type Repository } from './repository.js'

let host: TestHost
let repository: Repository

beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'] } })
  repository = makeRepository(host.directories.work)
  await writeFile(join(host.directories.work, 'packages.yaml'), `${oneProgram}    changelog: { git: tags }\n`)
})

afterEach(() => host.remove())

async function entriesOf(version: string): Promise<string[]> {
  const [planned] = (await resolvePlan({ version, packages: [] }, host)).packages
  const changelog = planned?.changelog
  if (changelog === undefined || !('entries' in changelog)) throw new Error('the changelog has no entries')
  return changelog.entries.map((entry) => `${entry.version}: ${entry.changes.join()}`)
}

test('each release tells of its own line, and tells the same for ever', async () => {
  const { commit, git, tag } = repository
  commit('root')
  tag('v1.1.0', 'Greets')
  commit('more')
  tag('v1.2.0', 'Greets louder')
  const before = await entriesOf('v1.2.0')
  expect(before).toEqual(['1.2.0: Greets louder', '1.1.0: Greets'])

  git('checkout', '--quiet', '-b', 'release-1.1', 'v1.1.0')
  commit('patch')
  tag('v1.1.1', 'Greets again')
  git('checkout', '--quiet', 'main')
  commit('mended')
  tag('v1.2.1', 'Greets well')
  expect(await entriesOf('v1.2.1')).toEqual(['1.2.1: Greets well', '1.2.0: Greets louder', '1.1.0: Greets'])
  expect(await entriesOf('v1.1.1')).toEqual(['1.1.1: Greets again', '1.1.0: Greets'])
  expect(await entriesOf('v1.2.0')).toEqual(before)

  git('merge', '--quiet', '--no-ff', '--message', 'merge', 'release-1.1')
  tag('v1.2.2', 'Merged')
  expect(await entriesOf('v1.2.2')).toEqual(['1.2.2: Merged', '1.2.1: Greets well', '1.2.0: Greets louder', '1.1.0: Greets'])
  expect(await entriesOf('v1.2.1')).toEqual(['1.2.1: Greets well', '1.2.0: Greets louder', '1.1.0: Greets'])
})

test('a version that has no tag yet follows what is checked out', async () => {
  const { commit, git, tag } = repository
  commit('root')
  tag('v1.1.0', 'Greets')
  git('checkout', '--quiet', '-b', 'release-1.1')
  commit('patch')
  tag('v1.1.1', 'Greets again')
  git('checkout', '--quiet', 'main')
  commit('more')
  expect(await entriesOf('1.2.0')).toEqual(['1.2.0: Version 1.2.0.', '1.1.0: Greets'])
  git('checkout', '--quiet', 'release-1.1')
  expect(await entriesOf('1.1.2')).toEqual(['1.1.2: Version 1.1.2.', '1.1.1: Greets again', '1.1.0: Greets'])
})

test('a candidate that became a release has its entry below it', async () => {
  const { commit, git, tag } = repository
  commit('root')
  tag('v1.0.0', 'First')
  commit('more')
  tag('v1.1.0-rc.1', 'Candidate')
  git('tag', '--annotate', '--message', 'Promoted', 'v1.1.0', 'v1.1.0-rc.1')
  expect(await entriesOf('v1.1.0')).toEqual(['1.1.0: Promoted', '1.1.0~rc.1: Candidate', '1.0.0: First'])
})
