import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { files, ownAction, readAction, readWorkflow, reusableFolder, stepsOf } from './workflow-file.js'

describe('callers', () => {
  // What the workflow decides, and what only a person at a terminal wants.
  const decided: Readonly<Record<string, readonly string[]>> = {
    plan: ['plan', 'artifact', 'pull-request'],
    'build-tarball': ['plan', 'config', 'version', 'channel', 'packages', 'output', 'artifact'],
    'render-specs': ['plan', 'config', 'version', 'channel', 'packages', 'output', 'artifact'],
    'setup-osc': ['password', 'ssh-key', 'install'],
    'obs-provision': ['plan', 'config', 'version', 'channel', 'packages', 'project', 'mode'],
    'obs-push': ['plan', 'config', 'version', 'channel', 'packages', 'project', 'sources', 'mode', 'artifact'],
    'obs-wait': [
      'plan',
      'config',
      'version',
      'channel',
      'packages',
      'project',
      'revisions',
      'repositories',
      'architectures',
      'artifact',
    ],
    'obs-release': ['plan', 'config', 'version', 'channel', 'packages', 'project', 'revisions', 'timeout', 'artifact'],
    // Its report is that of this run.
    'obs-clean': ['plan', 'config', 'version', 'channel', 'packages', 'mode', 'report', 'timeout'],
    'verify-repo': [
      ...['plan', 'config', 'version', 'channel', 'packages', 'repositories', 'architectures', 'install', 'timeout'],
      ...['sources', 'binaries', 'page', 'artifact', 'report-artifact'],
      // Statements are made after the release.
      ...['attestations', 'bundles', 'signer-workflow', 'signer-repository', 'trusted-root', 'token'],
    ],
  }

  test('of release.yml can say whatever its actions take', () => {
    const given = Object.keys(readWorkflow(`${reusableFolder}/release.yml`).on['workflow_call']?.inputs ?? {})
    const missing = Object.entries(decided).flatMap(([action, names]) =>
      Object.keys(readAction(`actions/${action}`).inputs ?? {}).flatMap((name) =>
        given.includes(name) || names.includes(name) ? [] : [`${action}: ${name}`],
      ),
    )
    expect(missing).toEqual([])
  })

  test('find every operation used by a workflow', () => {
    const used = new Set(files.flatMap((file) => stepsOf(file).map(({ uses }) => ownAction(uses))))
    const unused = readdirSync('actions').filter((name) => !used.has(`./actions/${name}`))
    // These are for a terminal.
    expect(unused).toEqual(['init'])
  })
})
