import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import {
  files,
  jobsOf,
  ownAction,
  readAction,
  readWorkflow,
  reusable,
  reusableFolder,
  stepsOf,
  type Job,
} from './workflow-file.js'

describe('a plan is made once and handed on', () => {
  const uses = (job: Job, action: string) => (job.steps ?? []).some((step) => step.uses?.startsWith(action) ?? false)
  const publishing = ['release', 'publish', 'rebuild'].map((name) => `${reusableFolder}/${name}.yml`)

  test('only the jobs that need the repository check it out', () => {
    const checkouts = reusable.flatMap((file) =>
      jobsOf(file).flatMap(([name, job]) => (uses(job, 'actions/checkout') ? [`${file.split('/').at(-1)} ${name}`] : [])),
    )
    // verify of a rebuild fetches the programs from where the config says, which may be the repository.
    expect(checkouts.toSorted()).toEqual([
      'publish.yml verify',
      'rebuild.yml plan',
      'rehearse.yml rehearse',
      'release.yml package',
      'release.yml plan',
      'verify.yml list',
      'verify.yml verify',
    ])
  })

  test('every step after the plan takes it as an artifact, and none the config again', () => {
    const later = publishing.flatMap((file) => jobsOf(file).filter(([name]) => name !== 'plan' && name !== 'report'))
    const given = later.flatMap(([, { steps = [] }]) =>
      steps.flatMap((step) => (step.with && ownAction(step.uses) !== undefined ? [step] : [])),
    )
    const suiteSteps = given.filter(({ uses: action }) => !action?.includes('setup-osc'))
    expect(new Set(suiteSteps.map((step) => step.with?.['plan']))).toEqual(
      new Set(['artifact:plan-${{ needs.plan.outputs.id }}', 'artifact:plan-${{ inputs.id }}']),
    )
    expect(
      suiteSteps.filter((step) => ['config', 'version', 'channel'].some((name) => Object.hasOwn(step.with ?? {}, name))),
    ).toEqual([])
  })

  test('the names of artifacts hold the plan, so that two calls in one run do not meet', () => {
    const names = publishing.flatMap((file) =>
      stepsOf(file).flatMap((step) => [step.with?.['artifact'] ?? [], step.with?.['report-artifact'] ?? []].flat()),
    )
    const holds = /\{id\}|\$\{\{ needs\.plan\.outputs\.id \}\}|inputs\.id/
    expect(names.filter((name) => !holds.test(name))).toEqual([])
  })

  test('the job that plans has the tags, which versions and changelogs may come from', () => {
    const depths = publishing.flatMap((file) =>
      jobsOf(file).flatMap(([name, { steps = [] }]) =>
        name === 'plan'
          ? steps.flatMap((step) => (step.uses?.startsWith('actions/checkout') ? [step.with?.['fetch-depth']] : []))
          : [],
      ),
    )
    expect(depths).toEqual([0, 0])
  })
})

describe('two runs', () => {
  const group = 'obs-publish ${{ needs.plan.outputs.publish-project }}'

  test('that change the same project queue, all of them, and none is cancelled in the middle of an effect', () => {
    const changing = reusable.flatMap((file) =>
      jobsOf(file).flatMap(([name, job]) =>
        job.uses === '$/.github/workflows/publish.yml' ? [{ name: `${file} ${name}`, job }] : [],
      ),
    )
    expect(changing.map(({ name, job }) => [name, job.concurrency])).toEqual([
      ['.github/workflows/rebuild.yml publish', { group, queue: 'max' }],
      ['.github/workflows/release.yml publish', { group, queue: 'max' }],
    ])
    const others = reusable.flatMap((file) => [
      ...(readFileSync(file, 'utf8').includes('cancel-in-progress') ? [file] : []),
      ...jobsOf(file).flatMap(([name, job]) => (job.concurrency && job.uses === undefined ? [`${file} ${name}`] : [])),
    ])
    expect(others).toEqual([])
  })

  test('change OBS nowhere but behind that queue, or in a sandbox', () => {
    const effects = ['obs-provision', 'obs-push', 'obs-rebuild', 'obs-release']
    const places = files.filter((file) =>
      stepsOf(file).some(({ uses }) => effects.some((name) => uses?.includes(`actions/${name}`))),
    )
    expect(places).toEqual([
      '.github/workflows/publish.yml',
      '.github/workflows/rehearse.yml',
      'examples/workflows/hand-made.yml',
    ])
  })
})

describe('callers', () => {
  // What the workflow decides, and what only a person at a terminal wants.
  const decided: Readonly<Record<string, readonly string[]>> = {
    plan: ['plan', 'artifact'],
    'build-tarball': ['plan', 'config', 'version', 'channel', 'packages', 'output', 'artifact'],
    'render-specs': ['plan', 'config', 'version', 'channel', 'packages', 'output', 'artifact'],
    'setup-osc': ['password', 'ssh-key', 'install'],
    'obs-provision': ['plan', 'config', 'version', 'channel', 'packages', 'mode'],
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
    'obs-release': ['plan', 'config', 'version', 'channel', 'packages', 'project', 'revisions', 'timeout'],
    'verify-repo': [
      ...['plan', 'config', 'version', 'channel', 'packages', 'repositories', 'architectures', 'install', 'timeout'],
      ...['sources', 'binaries', 'page', 'artifact', 'report-artifact'],
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
