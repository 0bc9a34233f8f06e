import { resolve } from 'node:path'
import { choice, duration, list } from '../declaration/input.js'
import { operation } from '../declaration/operation.js'
import { observer } from '../obs/observe.js'
import { openOsc } from '../obs/osc.js'
import { provision } from '../obs/provision.js'
import { releaseRevisions } from '../obs/release.js'
import { removeOscConfig } from '../obs/osc-config.js'
import { packInputs } from './build-tarball.js'
import { planOutputs, describePlan } from './plan.js'
import { byPackage, messageInput, pushSources } from './obs-push.js'
import { describeReleased, publishTimeout, releaseOutputs } from './obs-release.js'
import { awaitBuilds, buildTimeout, describeVerdict, requireBuilt, waitOutputs } from './obs-wait.js'
import { accountInputs, authenticate, forgetAccount } from './setup-osc.js'
import { planInputs, pollInterval } from '../declaration/common.js'
import { renderPublished } from '../report/publication.js'
import { packSources } from '../source/packing.js'
import { writeSpecs } from '../source/spec-file.js'
import { timeSteps } from '../report/timing.js'
import { resolvePlan } from '../project/planning.js'
import { chooseChecks, requireVerified, verifyPlan } from '../verify/verification.js'
import { chooseInstall, installText, readKey, verificationInputs } from './verify-repo.js'

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
    'publish-timeout': publishTimeout,
    'poll-interval': pollInterval,
    provision: choice(['apply', 'check'], {
      default: 'apply',
      description: 'Whether the OBS projects are made as the config says, or only compared.',
    }),
    ...verificationInputs,
    'verify-install': list({ default: 'all', description: installText }),
    'verify-timeout': duration('10m', { description: 'How long a download network may need until everything agrees.' }),
  },
  outputs: {
    ...planOutputs,
    changes: 'The differences of the OBS projects from the config, as JSON.',
    sources: 'The folder of the source directories.',
    tarballs: 'The tarballs by package, as JSON.',
    specs: 'The specs by package, as JSON.',
    revisions: 'By package, as JSON: rev, srcmd5, and whether this run changed it.',
    ...waitOutputs,
    ...releaseOutputs,
    report: 'A row for each check of the published repositories, as JSON.',
    steps: 'The time each step took, as JSON: name, milliseconds.',
  },
  async run({ inputs, host, set, saveState }) {
    const step = timeSteps(host, (steps) => set({ steps }))
    const path = (given: string) => resolve(host.directories.work, given)
    const checks = chooseInstall(chooseChecks(inputs.checks), inputs['verify-install'])
    const key = await readKey(inputs.key, host)
    const planned = await step('Plan', () => resolvePlan(inputs, host))
    const { plan } = planned
    set(describePlan(plan))
    let config: string | undefined
    try {
      const given = inputs.username ?? inputs.password ?? inputs['ssh-key'] ?? host.env['OSC_USERNAME']
      if (given !== undefined || !host.env['OSC_CONFIG']) {
        await step('Sign in', () =>
          authenticate({ ...inputs, apiurl: inputs.apiurl ?? plan.apiurl }, host, (file) => {
            config = file
            saveState('config', file)
          }),
        )
      }
      const osc = openOsc(host, config)
      const output = path(inputs.output)
      const binaries = inputs.binaries === undefined ? undefined : path(inputs.binaries)
      await step('Provision', async () => set({ changes: await provision(plan, inputs.provision, osc, host) }))
      const packing = { ...planned, output, binaries, compression: inputs.compression }
      const { tarballs, programs } = await step('Tarballs', () => packSources(packing, host))
      set({ tarballs, sources: output })
      set({ specs: await step('Specs', () => writeSpecs(planned, output, host)) })
      const project = plan.buildProject
      const target = {
        project,
        packages: plan.packages.map(({ name }) => name),
        planned,
        cells: () => Promise.resolve(plan.cells),
      }
      const revisions = await step('Push', () =>
        pushSources(target, output, inputs.message, osc, host, (known) => set({ revisions: byPackage(known) })),
      )
      const observe = observer(project, plan.cells, revisions, osc)
      const common = { project, cells: plan.cells, revisions, interval: inputs['poll-interval'], observe }
      const verdict = await step('Build', () => awaitBuilds({ ...common, timeout: inputs.timeout }, osc, host))
      set(describeVerdict(verdict))
      requireBuilt(project, verdict)
      const released = await step('Release', () => releaseRevisions({ ...common, timeout: inputs['publish-timeout'] }, osc, host))
      const described = describeReleased(released)
      set(described)
      const versions = Object.fromEntries(released.map((each) => [each.package, each.versions]))
      const request = {
        ...planned,
        repositoryUrl: inputs['repository-url'],
        key,
        ...checks,
        timeout: inputs['verify-timeout'],
        sources: output,
        binaries,
        programs,
        versions,
      }
      const results = await step('Verify', () => verifyPlan(request, host))
      set({ report: results })
      requireVerified(results)
      const pushed = revisions.some(({ changed }) => changed)
      if (!pushed && !described.changed) host.log.info(`${plan.version.upstream} was published already: nothing changed on OBS`)
    } finally {
      if (config !== undefined) await removeOscConfig(config)
    }
  },
  report: renderPublished,
  // For a run that was cancelled: one that came to its end has removed the config itself.
  post: forgetAccount,
})
