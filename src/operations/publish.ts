import { resolve } from 'node:path'
import { planInputs, pollInterval, requestTimeout } from '../declaration/common.js'
import { choice, duration, list, path } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { openEvents } from '../obs/amqp.js'
import type { Events } from '../obs/events.js'
import { observer } from '../obs/observe.js'
import { openOsc } from '../obs/osc.js'
import { removeOscConfig } from '../obs/osc-config.js'
import { provision } from '../obs/provision.js'
import { pushSources } from '../obs/push.js'
import { releaseRevisions } from '../obs/release.js'
import { targetOf } from '../obs/target.js'
import { awaitBuilds, requireBuilt } from '../obs/wait.js'
import { doubtBases } from '../plan/base-doubt.js'
import { readKey } from '../project/trusted-key.js'
import { openBinaries } from '../project/binaries-folder.js'
import { resolvePlan } from '../project/planning.js'
import { renderPublication } from '../report/publication.js'
import { timeSteps, type TimedStep } from '../report/timing.js'
import { writePage } from '../report/verification-page.js'
import { packSources } from '../source/packing.js'
import { writeSpecs } from '../source/spec-file.js'
import { concludeResults } from '../verify/baseline.js'
import { readBaseline } from '../verify/earlier-report.js'
import { chooseChecks, chooseInstall } from '../verify/check-choice.js'
import type { CheckResult } from '../verify/request.js'
import { requireVerified } from '../verify/conclusion.js'
import { chooseInstalled, verifyPlan } from '../verify/verification.js'
import { packInputs, packOutputs } from './build-tarball.js'
import { changesOutput, permissionInputs } from './obs-provision.js'
import { byPackage, messageInput, revisionsOutput } from './obs-push.js'
import { describeReleased, publishTimeout, releaseOutputs } from './obs-release.js'
import { buildTimeout, describeWait, eventsInput, slowAfter, waitOutputs } from './obs-wait.js'
import { describePlan, planOutputs } from './plan.js'
import { specsOutput } from './render-specs.js'
import { accountInputs, authenticate, forgetAccount } from './setup-osc.js'
import { atText, installText, pageOutputText, pageText, verificationInputs } from './verify-repo.js'

/** The whole chain in one process. It keeps no state: started again, it finds on OBS what is done already. */
export const publish = operation({
  name: 'publish',
  summary: 'Publish a version: plan, provision, tarball, specs, push, wait, release, verify.',
  inputs: {
    ...planInputs,
    ...accountInputs,
    ...packInputs,
    message: messageInput,
    timeout: buildTimeout,
    'slow-after': slowAfter,
    events: eventsInput,
    'publish-timeout': publishTimeout,
    'poll-interval': pollInterval,
    ...requestTimeout,
    provision: choice(['apply', 'check'], {
      default: 'apply',
      description: 'Whether what the config says is added to the OBS projects, or they are only compared.',
    }),
    ...permissionInputs,
    ...verificationInputs,
    'verify-install': list({ default: 'all', description: installText }),
    'verify-timeout': duration('10m', { description: 'How long a download network may need until everything agrees.' }),
    'verify-page': path({ description: pageText }),
  },
  outputs: {
    ...planOutputs,
    changes: changesOutput,
    ...packOutputs,
    specs: specsOutput,
    revisions: revisionsOutput,
    ...waitOutputs,
    ...releaseOutputs,
    report: output<readonly CheckResult[]>(
      'A row for each check of the published repositories, as JSON that schema/verify-report.schema.json describes.',
    ),
    at: output(atText),
    'verify-page': output(pageOutputText),
    steps: output<readonly TimedStep[]>('The time each step took, as JSON: name, milliseconds.'),
  },
  resumption: 'what OBS has by now stays, and the same command goes on from there',
  async run({ inputs, host, set, saveState }) {
    const step = timeSteps(host, (steps) => set({ steps }))
    const path = (given: string) => resolve(host.directories.work, given)
    const baseline = inputs.baseline === undefined ? undefined : await readBaseline(inputs.baseline, host)
    const checks = chooseInstall(chooseChecks(inputs.checks), inputs['verify-install'], 'verify-install')
    const key = await readKey(inputs.key, host)
    const plan = await step('Plan', () => resolvePlan(inputs, host))
    set(describePlan(plan, host))
    if (checks.checks.includes('install')) for (const doubt of doubtBases(plan)) host.log.warning(doubt)
    // Nothing is published that cannot be verified afterwards.
    chooseInstalled({ plan, install: checks.install, repositoryUrl: inputs['repository-url'] }, 'verify-install')
    let config: string | undefined
    let events: Events | undefined
    try {
      const given = inputs.username ?? inputs.password ?? inputs['ssh-key'] ?? host.env['OSC_USERNAME']
      if (given !== undefined || !host.env['OSC_CONFIG']) {
        await step('Sign in', () =>
          authenticate(
            { ...inputs, apiurl: plan.apiurl },
            host,
            (file) => {
              config = file
              saveState('config', file)
            },
            true,
          ),
        )
      }
      const target = targetOf(plan)
      const { project } = target
      const osc = openOsc(host, { config, apiurl: plan.apiurl, timeout: inputs['request-timeout'] })
      const output = path(inputs.output)
      const binaries = await openBinaries(inputs.binaries, host)
      const permissions = { mode: inputs.provision, adopt: inputs.adopt, allowDelete: inputs['allow-delete'] }
      await step('Provision', async () => set({ changes: (await provision(plan, permissions, osc, host)).changes }))
      const packing = { plan, output, binaries, compression: inputs.compression }
      const { tarballs, programs } = await step('Tarballs', () => packSources(packing, host))
      set({ tarballs, sources: output })
      set({ specs: await step('Specs', () => writeSpecs(plan, output, host)) })
      const revisions = await step('Push', () =>
        pushSources(target, { sources: output, message: inputs.message, mode: 'replace' }, osc, host, (known) =>
          set({ revisions: byPackage(known) }),
        ),
      )
      const observed = { ...target, cells: plan.cells, revisions, planned: true }
      events = openEvents(inputs.events, plan.apiurl, [project, plan.publishProject ?? project], host)
      const common = { ...observed, events, interval: inputs['poll-interval'], observe: observer(observed, osc, host.clock) }
      const limits = { timeout: inputs.timeout, slowAfter: inputs['slow-after'] }
      const waited = await step('Build', () => awaitBuilds({ ...common, ...limits }, osc, host))
      set(describeWait(waited))
      requireBuilt(project, waited)
      const released = await step('Release', () => releaseRevisions({ ...common, timeout: inputs['publish-timeout'] }, osc, host))
      const described = describeReleased(released, plan.apiurl)
      set(described)
      const request = {
        plan,
        repositoryUrl: inputs['repository-url'],
        key,
        ...checks,
        timeout: inputs['verify-timeout'],
        sources: output,
        binaries,
        programs,
        otherHosts: inputs['other-hosts'],
        originUrl: inputs['origin-url'],
        beside: inputs.beside,
        versions: Object.fromEntries(released.map((each) => [each.package, each.versions])),
      }
      const results = concludeResults(await step('Verify', () => verifyPlan(request, host)), inputs.unproved, baseline)
      set({ report: results, at: new Date(host.clock.now()).toISOString() })
      const page = inputs['verify-page']
      if (page !== undefined) set({ 'verify-page': await writePage(page, plan.publishProject ?? project, results, host) })
      requireVerified(results)
      const pushed = revisions.some(({ changed }) => changed)
      if (!pushed && !described.changed) host.log.info(`${plan.version.upstream} was published already: nothing changed on OBS`)
    } finally {
      await events?.close()
      if (config !== undefined) await removeOscConfig(config)
    }
  },
  report: renderPublication,
  // For a run that was cancelled: one that came to its end has removed the config itself.
  post: forgetAccount,
})
