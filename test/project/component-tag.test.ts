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
  repository.commit('first')
})

afterEach(() => host.remove())

const write = (tag: string) =>
  writeFile(join(host.directories.work, 'packages.yaml'), `${oneProgram}    changelog: { git: tags }\n${tag}`)

async function versionOf(version: string | undefined, ref?: string): Promise<string> {
  const own = ref === undefined ? host : { ...host, env: { ...host.env, GITHUB_REF: `refs/tags/${ref}` } }
  return (await resolvePlan({ version, packages: [] }, own)).version.upstream
}

const refusal = (tag: string) =>
  `"${tag}" is none of the tags of these packages, which are written cli/v{version} (\`tag\` of the config); give one of those, or a version alone.`

test('a template says which tags are versions, and another component is refused', async () => {
  await write("tag: 'cli/v{version}'\n")
  expect(await versionOf('cli/v2.0.0')).toBe('2.0.0')
  expect(await versionOf('2.0.0')).toBe('2.0.0')
  expect(await versionOf(undefined, 'cli/v2.0.0')).toBe('2.0.0')
  await expect(versionOf('api/v1.5.0')).rejects.toThrow(refusal('api/v1.5.0'))
  await expect(versionOf(undefined, 'api/v1.5.0')).rejects.toThrow(refusal('api/v1.5.0'))
  await expect(versionOf(undefined, 'v1.5.0')).rejects.toThrow(refusal('v1.5.0'))
})

test('without a template a tag that says more is refused, and the template is named', async () => {
  await write('')
  await expect(versionOf('api/v1.5.0')).rejects.toThrow(
    '"api/v1.5.0" is no version; it must look like 1.30.0, v1.30.0-rc.1 or 1.31.0-alpha.1.12+abc123. If it is a tag of these packages, the config can say so: `tag: \'api/v{version}\'`; else give the version alone.',
  )
  repository.tag('api/v9.0.0', 'Another')
  await expect(versionOf('git')).rejects.toThrow("when the config has `tag: 'api/v{version}'`.")
})

test('git describe and the changelog take the tags of the template alone', async () => {
  const { commit, tag } = repository
  await write("tag: 'cli/v{version}'\n")
  tag('cli/v2.0.0', 'Greets')
  tag('api/v1.9.0', 'Another')
  commit('second')
  tag('cli/v2.0.9', 'Greets well')
  tag('cli/v2.0.10', 'Greets louder')
  tag('api/v9.0.0', 'Another')
  tag('v9.0.0', 'Another')
  expect(await versionOf('git')).toBe('2.0.10')
  const [planned] = (await resolvePlan({ version: 'git', packages: [] }, host)).packages
  expect(planned?.changelog).toMatchObject({
    entries: [{ changes: ['Greets louder'] }, { changes: ['Greets well'] }, { changes: ['Greets'] }],
  })
  commit('third')
  expect(await versionOf('git')).toMatch(/^2\.0\.11-alpha\.0\.1\+[0-9a-f]{7,}$/)
})
