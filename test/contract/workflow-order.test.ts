import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import {
  files,
  jobsOf,
  listPermissions,
  ownAction,
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
      // The list of what is published is a file of the repository.
      'check-promotion.yml check',
      // Under an embargo there is no plan to hand on.
      'embargo.yml build',
      'embargo.yml release',
      'keys.yml extend',
      'keys.yml list',
      'keys.yml propose',
      'keys.yml verify',
      'promote.yml apply',
      'promote.yml changes',
      'publish.yml verify',
      'pull-request.yml package',
      'pull-request.yml plan',
      'rebuild.yml plan',
      'record.yml record',
      'rehearse.yml rehearse',
      'release.yml package',
      'release.yml plan',
      'rollback.yml propose',
      'verify.yml list',
      'verify.yml reconcile',
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
    // Projects of pull requests, of which nobody has what they have published; one job for each project; nothing on OBS.
    const apart = ['build-pr', 'embargo', 'keys', 'promote', 'status'].map((name) => `${reusableFolder}/${name}.yml`)
    const others = reusable
      .filter((file) => !apart.includes(file))
      .flatMap((file) => [
        ...(readFileSync(file, 'utf8').includes('cancel-in-progress') ? [file] : []),
        ...jobsOf(file).flatMap(([name, job]) => (job.concurrency && job.uses === undefined ? [`${file} ${name}`] : [])),
      ])
    expect(others).toEqual([])
  })

  test('change OBS nowhere but behind that queue, or in a sandbox', () => {
    const effects = ['obs-provision', 'obs-push', 'obs-rebuild', 'obs-release', 'obs-clean', 'obs-extend-key', 'embargo']
    const places = files.filter((file) =>
      stepsOf(file).some(
        ({ uses, with: given }) =>
          effects.some((name) => uses?.includes(`actions/${name}`)) ||
          (uses?.endsWith('actions/promote') === true && given?.['mode'] === 'apply'),
      ),
    )
    expect(places).toEqual([
      '.github/workflows/build-pr.yml',
      // It has a queue of its own, which is not called after the project.
      '.github/workflows/embargo.yml',
      '.github/workflows/keys.yml',
      // A job for each project, behind the same queue.
      '.github/workflows/promote.yml',
      '.github/workflows/publish.yml',
      '.github/workflows/rehearse.yml',
      'examples/workflows/hand-made.yml',
    ])
  })
})

test('keys are extended behind the same queue, one project after the other', () => {
  const { extend } = readWorkflow(`${reusableFolder}/keys.yml`).jobs
  expect(extend).toMatchObject({
    concurrency: { group: 'obs-publish ${{ matrix.line.project }}', queue: 'max' },
    strategy: { 'max-parallel': 1 },
  })
})

test('the status page is read and written in one job, one run after the other, so that no news is lost', () => {
  const [[, job] = [], ...others] = jobsOf(`${reusableFolder}/status.yml`)
  expect(others).toEqual([])
  expect(job?.concurrency).toEqual({ group: 'obs-publish status page', queue: 'max' })
  expect(job?.steps?.map(({ uses }) => uses?.replace(/@.*/, ''))).toEqual([
    ...['actions/configure-pages', '$/actions/status-page', 'actions/upload-pages-artifact', 'actions/deploy-pages'],
  ])
})

describe('a pull request', () => {
  const jobs = readWorkflow(`${reusableFolder}/build-pr.yml`).jobs

  test('is packed without any secret, and without a right but to read', () => {
    const { on } = readWorkflow(`${reusableFolder}/pull-request.yml`)
    expect(on['workflow_call']?.secrets).toBeUndefined()
    expect(listPermissions(`${reusableFolder}/pull-request.yml`)).toEqual(['contents: read', 'contents: read'])
    expect(readFileSync(`${reusableFolder}/pull-request.yml`, 'utf8')).not.toContain('secrets')
  })

  test('is looked at again after its approval, before anything has the account', () => {
    const uses = jobs['build']?.steps?.map((step) => step.uses?.replace('$/actions/', ''))
    expect(uses).toEqual(['accept-pull-request', 'setup-osc', 'obs-provision', 'obs-push', 'obs-wait'])
    expect(jobs['build']?.steps?.[0]?.with?.['bring']).toBe(false)
    expect(jobs['build']).toMatchObject({ environment: '${{ inputs.environment }}' })
  })

  test('does not say where it is built: project and instance are those of the caller, in every step', () => {
    const steps = Object.values(jobs).flatMap((job) => job.steps ?? [])
    const places = steps.map((step) => [step.with?.['project'] ?? '', step.with?.['apiurl'] ?? ''])
    const own = '${{ inputs.project }}'
    const removed = `${own}:pr:\${{ github.event.pull_request.number }}`
    expect(new Set(places.map(([project]) => project))).toEqual(new Set([own, '', removed]))
    // The last is the check, which does not ask OBS.
    expect(places.filter(([, apiurl]) => apiurl !== '${{ inputs.apiurl }}').length).toBe(1)
  })

  test('ends the run of its commit before, and its removal ends them all', () => {
    const group = (number: string) => ({
      group: `obs-publish \${{ inputs.project }}:pr:\${{ ${number} }}`,
      'cancel-in-progress': true,
    })
    expect(jobs['build']?.concurrency).toEqual(group('needs.accept.outputs.number'))
    expect(jobs['remove']?.concurrency).toEqual(group('github.event.pull_request.number'))
  })

  test('runs nothing of its own where the account is', () => {
    const steps = Object.values(jobs).flatMap((job) => job.steps ?? [])
    expect(steps.filter((step) => 'run' in step || step.uses?.startsWith('actions/'))).toEqual([])
  })
})

describe('an embargo', () => {
  const { jobs } = readWorkflow(`${reusableFolder}/embargo.yml`)

  test('is one queue, whose name is that of no project and no version', () => {
    expect(Object.values(jobs).map((job) => job.concurrency)).toEqual([
      { group: 'obs-publish embargo' },
      { group: 'obs-publish embargo' },
    ])
  })

  test('hands the version on as a secret alone, and leaves no artifact', () => {
    const steps = Object.values(jobs).flatMap((job) => job.steps ?? [])
    const given = steps.flatMap((step) => Object.entries(step.with ?? {}))
    expect(new Set(given.flatMap(([name, value]) => (name === 'version' ? [value] : [])))).toEqual(
      new Set(['${{ secrets.version }}']),
    )
    expect(given.filter(([name]) => name.includes('artifact'))).toEqual([])
    expect(steps.flatMap(({ uses }) => uses ?? []).filter((uses) => uses.includes('artifact'))).toEqual([])
  })
})
