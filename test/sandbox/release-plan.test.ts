import { describe, expect, test } from '@jest/globals'
import type { Project, Repository } from '../../src/sandbox/gateway/backend-project.js'
import { containerName, planRelease, releasedArchitectures } from '../../src/sandbox/gateway/release-plan.js'

function repository(name: string, trigger?: string, architectures = ['x86_64', 'aarch64']): Repository {
  return { name, architectures, targets: trigger === undefined ? [] : [{ project: 'publish', repository: name, trigger }] }
}

const project = (...repositories: Repository[]): Project => ({ name: 'build', kind: 'standard', repositories })

describe('a release goes', () => {
  const both = project(repository('deb', 'manual'), repository('rpm', 'maintenance'), repository('old', 'allsucceeded'))
  test.each([
    ['to every manual or maintenance target', {}, ['deb to publish/deb', 'rpm to publish/rpm']],
    ['from the named repository', { repository: 'rpm' }, ['rpm to publish/rpm']],
    [
      'to the named target, whatever the targets say',
      { repository: 'old', targetProject: 'other', targetRepository: 'r' },
      ['old to other/r'],
    ],
  ])('%s', (_, request, expected) => {
    const transfers = planRelease(both, request)
    expect(transfers.map((one) => `${one.source.name} to ${one.targetProject}/${one.targetRepository}`)).toEqual(expected)
  })
})

describe('a release is refused', () => {
  test.each([
    [
      'without a target',
      project(repository('deb')),
      {},
      404,
      'no_matching_release_target',
      'No defined or matching release target',
    ],
    [
      'with no manual target',
      project(repository('deb', 'allsucceeded')),
      {},
      404,
      'no_matching_release_target',
      'Trigger is not set to manual in any repository',
    ],
    [
      'from a repository that is not there',
      project(repository('deb', 'manual')),
      { repository: 'rpm' },
      404,
      'no_matching_release_target',
      'No defined or matching release target',
    ],
    [
      'to a project without a repository',
      project(repository('deb', 'manual')),
      { targetProject: 'other' },
      400,
      'missing_parameter',
      'release action with specified target project needs also "repository" and "target_repository" parameter',
    ],
    [
      'from an unknown repository to a named target',
      project(repository('deb', 'manual')),
      { repository: 'x', targetProject: 'other', targetRepository: 'r' },
      404,
      'unknown_repository',
      'Repository does not exist x',
    ],
  ])('%s', (_, source, request, status, code, message) => {
    expect(() => planRelease(source, request)).toThrow(expect.objectContaining({ status, code, message }))
  })
})

describe('the architectures of a release', () => {
  const source = repository('deb')
  test('are those of the source', () => {
    expect(releasedArchitectures(source, repository('deb', undefined, ['x86_64', 's390x', 'aarch64']), undefined)).toEqual([
      'x86_64',
      'aarch64',
    ])
  })
  test('are narrowed to the wanted one', () => {
    expect(releasedArchitectures(source, source, 'aarch64')).toEqual(['aarch64'])
    expect(releasedArchitectures(source, source, 's390x')).toEqual([])
  })
  test('must begin alike', () => {
    const message = "Repository 'deb' and releasetarget 'deb' have a different architecture as first entry"
    const target = repository('deb', undefined, ['aarch64', 'x86_64'])
    expect(() => releasedArchitectures(source, target, undefined)).toThrow(expect.objectContaining({ status: 400, message }))
  })
  test('must all be in the target', () => {
    const target = repository('deb', undefined, ['x86_64'])
    const message = 'Release target repository lacks the architecture aarch64'
    expect(() => releasedArchitectures(source, target, undefined)).toThrow(expect.objectContaining({ status: 400, message }))
    expect(releasedArchitectures(source, target, 'x86_64')).toEqual(['x86_64'])
  })
})

test('a container is named by the package and the second in UTC', () => {
  expect(containerName('kubectl', Date.UTC(2026, 0, 2, 3, 4, 5, 999))).toBe('kubectl.20260102030405')
})
