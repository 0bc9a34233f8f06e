import { createHmac } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { instanceInput, pollInterval, requestTimeout } from '../declaration/common.js'
import { duration, list, path, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { formatSpan } from '../host/measure.js'
import type { Host } from '../host/host.js'
import { waitUntil } from '../host/moment.js'
import { makeVeil, veilError, veilHost } from '../host/veil.js'
import { readInstant, writeInstant } from '../instant.js'
import { containerTime } from '../obs/container.js'
import { noEvents } from '../obs/events.js'
import { observer } from '../obs/observe.js'
import { openOsc, type Osc } from '../obs/osc.js'
import { provision } from '../obs/provision.js'
import { pushSources, type Revision } from '../obs/push.js'
import { releaseRevisions } from '../obs/release.js'
import { resolveRevisions, targetOf, type Target } from '../obs/target.js'
import { awaitBuilds, requireBuilt } from '../obs/wait.js'
import { openBinaries } from '../project/binaries-folder.js'
import { readKey } from '../project/trusted-key.js'
import { timeSteps } from '../report/timing.js'
import { packSources, type Programs } from '../source/packing.js'
import { writeSpecs } from '../source/spec-file.js'
import { concludeResults } from '../verify/baseline.js'
import { chooseChecks, chooseInstall } from '../verify/check-choice.js'
import { readBaseline } from '../verify/earlier-report.js'
import { requireVerified } from '../verify/conclusion.js'
import { chooseInstalled, verifyPlan } from '../verify/verification.js'
import { planEmbargo, secretsOf, type Embargo } from '../plan/embargo-plan.js'
import { loadConfig } from '../project/config-file.js'
import { resolvePlan } from '../project/planning.js'
import { renderEmbargo } from '../report/embargo-report.js'
import { packInputs } from './build-tarball.js'
import { publishTimeout } from './obs-release.js'
import { buildTimeout, slowAfter } from './obs-wait.js'
import { verificationInputs, installText } from './verify-repo.js'

const { binaries, compression } = packInputs

/** Builds a version that nobody may know of yet, and releases it at its time. */
export const embargo = operation({
  name: 'embargo',
  summary: 'Build a version in a hidden project, and release all of it at a time; until then nothing that is shown names it.',
  inputs: {
    config: path({ description: 'The packages.yaml, or the name of a preset such as kubernetes. Default: packages.yaml.' }),
    version: text({ required: true, secret: true, description: 'The version; a secret, as it must be in no log.' }),
    salt: text({
      required: true,
      secret: true,
      description:
        'A secret of at least 16 letters, kept for as long as the embargo: the name that stands for the version is made with it.',
    }),
    until: text({
      description: 'When the version becomes public, such as 2026-12-01T17:00:00Z. Default: `embargo` of the config.',
    }),
    wait: duration('0', {
      description:
        'Wait at most so long for that time; when it is further off, the version is built and a later run releases it.',
    }),
    channel: text({
      description: 'The channel to publish to. Default: the first of the config that takes versions of this kind.',
    }),
    ...instanceInput,
    binaries,
    compression,
    timeout: buildTimeout,
    'slow-after': slowAfter,
    'publish-timeout': publishTimeout,
    'poll-interval': pollInterval,
    ...requestTimeout,
    ...verificationInputs,
    'verify-install': list({ default: 'all', description: installText }),
    'verify-timeout': duration('10m', { description: 'How long a download network may need until everything agrees.' }),
  },
  outputs: {
    state: output<'built' | 'released'>('built when its time has not come, released when it is public.'),
    token: output('The name that stands for the version.'),
    late: output<number>('How many seconds after its time it was released.'),
    until: output('When it becomes public.'),
    packages: output<number>('How many packages it has.'),
    checks: output<number>('How many checks of the published repositories have passed.'),
  },
  resumption: 'what OBS has stays, and the same command goes on from there',
  async run({ inputs, host, set }) {
    const given = inputs.version.replace(/^\D*/, '')
    const token = makeToken(given, inputs.salt)
    const secrets = new Map([inputs.version, given].map((word) => [word, token]))
    for (const word of secrets.keys()) host.log.mask(word)
    const veil = (shown: string) => makeVeil(secrets)(shown)
    const hidden = veilHost(host, veil)
    await mkdir(host.directories.temp, { recursive: true })
    const folder = await mkdtemp(join(host.directories.temp, 'embargo-'))
    try {
      const time = await readTime(inputs, hidden)
      refuseTag(given, host)
      // The time of its packages is that of the embargo, whenever a tag appears.
      const env = { ...host.env, SOURCE_DATE_EPOCH: String(Math.floor(time / 1000)) }
      const held: Embargo = { time, token }
      const plan = planEmbargo(await resolvePlan({ ...inputs, packages: [] }, { ...hidden, env }, false, true), held)
      for (const [word, instead] of secretsOf(plan, held)) {
        secrets.set(word, instead)
        host.log.mask(word)
      }
      set({ token, until: writeInstant(time), packages: plan.packages.length })
      const checks = chooseInstall(chooseChecks(inputs.checks), inputs['verify-install'], 'verify-install')
      chooseInstalled({ plan, install: checks.install, repositoryUrl: inputs['repository-url'] }, 'verify-install')
      const osc = openOsc(hidden, { apiurl: plan.apiurl, timeout: inputs['request-timeout'] })
      const step = timeSteps(hidden, () => undefined)
      const binaries = await openBinaries(inputs.binaries, hidden)
      const target = targetOf(plan)
      const permissions = { mode: 'apply', adopt: false, allowDelete: false } as const
      await step('Provision', () => provision(plan, permissions, osc, hidden))
      // What is late is released as it was built and judged; sources and tags may be others by now.
      const built = host.clock.now() < time ? undefined : await findBuilt(target, osc)
      const packing = { plan, output: folder, binaries, compression: inputs.compression }
      const { revisions, programs } =
        built ??
        (await step('Push', async () => {
          const packed = await packSources(packing, hidden)
          await writeSpecs(plan, folder, hidden)
          const sources = { sources: folder, message: undefined, mode: 'replace' } as const
          return { ...packed, revisions: await pushSources(target, sources, osc, hidden, () => undefined) }
        }))
      const observed = { ...target, cells: plan.cells, revisions, planned: true }
      const common = { ...observed, interval: inputs['poll-interval'], observe: observer(observed, osc, host.clock) }
      const limits = { timeout: inputs.timeout, slowAfter: inputs['slow-after'], events: noEvents(host.clock) }
      requireBuilt(target.project, await step('Build', () => awaitBuilds({ ...common, ...limits }, osc, hidden)))
      set({ state: 'built' })
      if (!(await step('Wait', () => waitUntil(time, inputs.wait, hidden)))) {
        hidden.log.info(`all of ${token} is built; a run at or after ${writeInstant(time)} releases it`)
        return
      }
      const release = { ...common, timeout: inputs['publish-timeout'], atOnce: true }
      const released = await step('Release', () => releaseRevisions(release, osc, hidden))
      const late = measureLateness(
        released.flatMap(({ containers }) => containers),
        time,
      )
      set({ state: 'released', late })
      hidden.log.info(`${token} was released ${late < 60 ? 'in time' : `${formatSpan(late * 1000)} after its time`}`)
      const request = {
        ...{ plan, repositoryUrl: inputs['repository-url'], key: await readKey(inputs.key, hidden), ...checks },
        ...{ timeout: inputs['verify-timeout'], sources: folder, binaries, ...(programs && { programs }) },
        ...{ otherHosts: inputs['other-hosts'], originUrl: inputs['origin-url'], beside: inputs.beside },
        versions: Object.fromEntries(released.map((each) => [each.package, each.versions])),
      }
      const baseline = inputs.baseline === undefined ? undefined : await readBaseline(inputs.baseline, hidden)
      const results = concludeResults(await step('Verify', () => verifyPlan(request, hidden)), inputs.unproved, baseline)
      set({ checks: results.filter(({ passed }) => passed).length })
      requireVerified(results)
    } catch (error) {
      throw veilError(error, veil)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  report: ({ token, until, ...others }, problems) =>
    renderEmbargo({ ...others, token: showOutput(token), until: showOutput(until) }, problems),
})

/** A name that tells nothing to whoever does not know the salt, and is the same in every run. */
function makeToken(version: string, salt: string): string {
  if (salt.length < 16)
    throw new UserError('Input `salt` has fewer than 16 letters, so the version could be found by trying; give a longer one.')
  if (version.length < 3)
    throw new UserError('Input `version` must be a version as it will be published, such as 1.2.3, and not the name of a place.')
  return createHmac('sha256', salt).update(version).digest('hex').slice(0, 16)
}

/** When the embargo ends, by the input or the config. */
async function readTime(
  { until, config }: { readonly until?: string | undefined; readonly config?: string | undefined },
  host: Host,
): Promise<number> {
  if (until === undefined) {
    const { embargo: time } = (await loadConfig(config, host)).config
    if (time !== undefined) return time
    throw new UserError('Input `until` is missing, and the config has no `embargo`: say when the version becomes public.')
  }
  const time = readInstant(until)
  if (time !== undefined) return time
  throw new UserError(
    `Input \`until\` must be a time with its offset, such as 2026-12-01T17:00:00Z, not ${JSON.stringify(until)}.`,
  )
}

/** A run that a tag started carries its name where everybody reads it. */
function refuseTag(version: string, { env }: Host): void {
  if ((env['GITHUB_REF'] ?? '').includes(version))
    throw new UserError(
      'This run was started by a tag or branch that names the version, so everybody who sees the run knows it; start it by a schedule or by hand, and push the tag when its time has come.',
    )
}

/** The revisions that were built before; undefined when OBS lacks one. */
async function findBuilt(
  target: Target,
  osc: Osc,
): Promise<{ readonly revisions: readonly Revision[]; readonly programs?: Programs } | undefined> {
  try {
    return { revisions: await resolveRevisions(target, undefined, osc) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return undefined
  }
}

/** Seconds from a time until the last container was made. */
function measureLateness(containers: readonly string[], time: number): number {
  const last = Math.max(time, ...containers.map((name) => containerTime(name) ?? time))
  return Math.round((last - time) / 1000)
}
