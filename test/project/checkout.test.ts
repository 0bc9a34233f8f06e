import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { readHistory, requireTags } from '../../src/project/checkout.js'
import { resolvePlan } from '../../src/project/planning.js'
import { resolveVersion } from '../../src/project/wanted-version.js'
import { writeFile } from 'node:fs/promises'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { makeRepository, type Repository } from './repository.js'

let host: TestHost
let repository: Repository

beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'] } })
  repository = makeRepository(host.directories.work)
})

afterEach(() => host.remove())

test('the commits of branches and merges are read with their parents', async () => {
  const { commit, git, tag } = repository
  const root = commit('')
  tag('v1.0.0', 'First')
  git('checkout', '--quiet', '-b', 'release')
  const patch = commit('patch')
  tag('v1.0.1', 'Patched')
  const polish = commit('polish')
  git('checkout', '--quiet', 'main')
  const next = commit('next')
  git('merge', '--quiet', '--no-ff', '--message', 'merge', 'release')
  const merge = git('rev-parse', 'HEAD')
  git('checkout', '--quiet', '-b', 'elsewhere', root)
  commit('of no tag')
  git('checkout', '--quiet', 'main')
  const { parents, head, tags } = await readHistory(host, true)
  expect(head).toBe(merge)
  expect(Object.fromEntries(parents)).toMatchObject({
    [merge]: [next, polish],
    [polish]: [patch],
    [next]: [root],
    [patch]: [root],
    [root]: [],
  })
  expect([...parents.keys()].filter((key) => key !== '')).toHaveLength(5)
  expect(tags.map(({ version, commit: on }) => [version.upstream, on])).toEqual([
    ['1.0.0', root],
    ['1.0.1', patch],
  ])
})

test('tags of other branches are there although they are not checked out', async () => {
  const { commit, git, tag } = repository
  const root = commit('root')
  git('checkout', '--quiet', '-b', 'release')
  const patch = commit('patch')
  tag('v1.0.1', 'Patched')
  git('checkout', '--quiet', '--detach', root)
  const { parents, head } = await readHistory(host, true)
  expect([head, parents.get(patch)]).toEqual([root, [root]])
})

test('the graph is left unread where nobody needs it', async () => {
  repository.commit('root')
  expect(await readHistory(host, false)).toEqual({ epoch: undefined, tags: [], parents: new Map() })
})

test('a tag of a tag is one of its commit, and a tag of no commit is none', async () => {
  const { commit, git, tag } = repository
  const root = commit('root')
  const committed = Number(git('log', '-1', '--format=%ct'))
  tag('v1.0.0-rc.1', 'Candidate')
  git('tag', '--annotate', '--message', 'Promoted', 'v1.0.0', 'v1.0.0-rc.1')
  git('tag', 'v2.0.0', git('hash-object', '-w', '-t', 'tree', '/dev/null'))
  const { tags } = await readHistory(host, true)
  expect(tags.map(({ version, message, ...rest }) => [version.upstream, message, rest.commit, rest.committed])).toEqual([
    ['1.0.0', 'Promoted', root, committed],
    ['1.0.0-rc.1', 'Candidate', root, committed],
  ])
})

test('without a commit, or without git, there is nothing', async () => {
  const nothing = { epoch: undefined, tags: [] }
  expect(await readHistory(host, true)).toMatchObject(nothing)
  expect(await readHistory({ ...host, exec: () => Promise.reject(new Error('no git')) }, true)).toMatchObject(nothing)
})

describe('a shallow clone', () => {
  let clone: TestHost

  beforeEach(async () => {
    repository.commit('first')
    repository.commit('second')
    clone = await testHost({ env: { PATH: process.env['PATH'] } })
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${host.directories.work}`, '.'], {
      cwd: clone.directories.work,
    })
  })

  afterEach(() => clone.remove())

  const advice = () =>
    `${clone.directories.work} is a shallow checkout without them; give actions/checkout \`fetch-depth: 0\`, or run git fetch --unshallow --tags.`

  test('has not the tags that somebody needs', async () => {
    await expect(requireTags(clone, 'The purpose')).rejects.toThrow(
      new UserError(`The purpose needs the tags of the repository, and ${advice()}`),
    )
    await expect(requireTags(host, 'The purpose')).resolves.toBeUndefined()
  })

  test('has none for a changelog of tags', async () => {
    await writeFile(join(clone.directories.work, 'packages.yaml'), `${oneProgram}    changelog: { git: tags }\n`)
    await expect(resolvePlan({ version: '1.0.0', packages: [] }, clone)).rejects.toThrow(
      new UserError(`The changelog of git tags needs the tags of the repository, and ${advice()}`),
    )
  })

  test('will do for any other changelog', async () => {
    await writeFile(join(clone.directories.work, 'packages.yaml'), oneProgram)
    expect(await resolvePlan({ version: '1.0.0', packages: [] }, clone)).toMatchObject({ version: { upstream: '1.0.0' } })
  })

  test('has no version of its own', async () => {
    await expect(resolveVersion('git', clone)).rejects.toThrow(
      new UserError(`Version git was asked for, which needs the tags of the repository, and ${advice()}`),
    )
  })
})

test.each([
  ['a folder that is no checkout', 'is no git repository; run it in a clone of the project.'],
  ['a machine without git', 'git is not installed (install it: apt-get install git).'],
])('%s has no tags for a changelog of tags', async (where, fault) => {
  const bare = await testHost({ env: where.includes('machine') ? { PATH: '/nowhere' } : { PATH: process.env['PATH'] } })
  await writeFile(join(bare.directories.work, 'packages.yaml'), `${oneProgram}    changelog: { git: tags }\n`)
  const place = where.includes('machine') ? '' : `${bare.directories.work} `
  await expect(resolvePlan({ version: '1.0.0', packages: [] }, bare)).rejects.toThrow(
    new UserError(`The changelog of git tags needs the tags of the repository, and ${place}${fault}`),
  )
  await bare.remove()
})
