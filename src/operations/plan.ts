import { artifactInput, instanceInput, planInputs } from '../declaration/common.js'
import { json, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { hasFailed, readBuiltVersion } from '../obs/held-version.js'
import { openOsc } from '../obs/osc.js'
import type { Plan } from '../plan/plan.js'
import { planPullRequest } from '../plan/pull-request.js'
import { largestInput } from '../plan/transport.js'
import { doubtBases } from '../plan/base-doubt.js'
import { findBuiltVersion, type BuiltVersion } from '../project/built-version.js'
import { loadConfig } from '../project/config-file.js'
import { readKey } from '../project/trusted-key.js'
import { identifyPlan, toPortable, uploadPlan } from '../project/plan-file.js'
import { debbuildAdvice } from '../obs/debbuild-advice.js'
import { resolvePlan, type PlanInputs } from '../project/planning.js'
import { builtWord } from '../project/wanted-version.js'
import { renderTable } from '../report/table.js'

/** The outputs of `plan`, also part of publish's. */
export const planOutputs = {
  version: output('The version as its project writes it, without a leading v.'),
  'package-version': output('The version as packages carry it: `1.30.0~alpha.2`.'),
  channel: output('The channel it goes to.'),
  minor: output('X.Y of the version.'),
  'build-project': output('The OBS project that builds.'),
  'publish-project': output('The OBS project that keeps and publishes the packages.'),
  packages: output<readonly string[]>('The names of the packages, as a JSON list.'),
  builders: output<readonly string[]>('The builders that build any of them, as a JSON list.'),
  plan: output<Plan>('The whole plan as JSON, for the input `plan` of the other operations.'),
  id: output('A name for this plan among those of a workflow run, fit for artifacts.'),
} as const

/** Says what follows from config, version and channel, and changes nothing. */
export const plan = operation({
  name: 'plan',
  summary: 'Compute what a version would publish where, without any effect.',
  inputs: {
    ...planInputs,
    ...instanceInput,
    version: text({
      description: `${planInputs.version.description} Here also ${builtWord}: the version that the build project on OBS holds, of several that of the one in which builds have failed.`,
    }),
    key: text({
      description:
        "The public key that users trust, armored or as the path of a file; it travels with the plan. Default: the config's.",
    }),
    'pull-request': json(checkNumber, {
      description:
        'The number of a pull request: the plan builds it in a project of its own, BUILD-PROJECT:pr:NUMBER, and publishes nothing.',
    }),
    artifact: artifactInput(
      'Upload the plan under this name, in which {id} stands for the output `id`, with the files that it names; other jobs take it as `plan: artifact:NAME` and need no checkout.',
    ),
  },
  outputs: planOutputs,
  async run({ inputs, host, set }) {
    const resolved = await resolvePlan(inputs.version === builtWord ? await replaceBuilt(inputs, host) : inputs, host)
    const number = inputs['pull-request']
    const made = number === undefined ? resolved : planPullRequest(resolved, number)
    const key = await readKey(inputs.key, host)
    const whole = key === undefined ? made : { ...made, key: { text: key } }
    const described = describePlan(whole, host)
    set(described)
    for (const builder of whole.builders)
      if (builder.format === 'deb' && builder.paths.length === 1) host.log.warning(`${debbuildAdvice(builder)}.`)
    for (const doubt of doubtBases(whole)) host.log.warning(doubt)
    if (inputs.artifact !== undefined) await uploadPlan(whole, inputs.artifact.replace('{id}', described.id), host)
    else if (JSON.stringify(described.plan).length > largestInput)
      host.log.warning(
        'This plan is too large to be handed on as an input; give `artifact`, and `plan: artifact:NAME` elsewhere.',
      )
  },
  report(outputs) {
    const { cells = [], packages = [] } = outputs.plan ?? {}
    const groups = new Map<string, readonly string[]>()
    for (const { package: name, builder, architecture } of cells) {
      groups.set(`${name}\n${builder}`, [...(groups.get(`${name}\n${builder}`) ?? []), architecture])
    }
    const versions = new Map(packages.map(({ name, version }) => [name, version.package]))
    const rows = [...groups].map(([key, architectures]) => {
      const [name = '', builder = ''] = key.split('\n')
      return [name, versions.get(name) ?? '', builder, architectures.join(', ')]
    })
    return [
      `### Plan: ${showOutput(outputs.version)} to channel ${showOutput(outputs.channel)}`,
      '',
      describePlaces(
        showOutput(outputs['build-project']),
        showOutput(outputs['publish-project']),
        showOutput(outputs['package-version']),
      ),
      '',
      renderTable(['Package', 'Version', 'Builder', 'Architectures'], rows),
    ].join('\n')
  },
})

function checkNumber(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  throw new Error('must be the number of a pull request')
}

/** The inputs with the version that a build project holds. */
async function replaceBuilt(inputs: PlanInputs, host: Host): Promise<PlanInputs> {
  if (inputs.plan !== undefined)
    throw new UserError('Inputs `plan` and `version` exclude each other: a plan is made of it, once.')
  const loaded = await loadConfig(inputs.config, host)
  const osc = openOsc(host, { apiurl: inputs.apiurl ?? loaded.config.obs.apiurl })
  const builds = {
    version: (project: string, name: string) => readBuiltVersion(project, name, osc),
    hasFailed: (made: Plan) => hasFailed(made, osc),
  }
  const planOf = (built: BuiltVersion) => resolvePlan(replace(built), host)
  const replace = ({ version, channel }: BuiltVersion): PlanInputs => ({ ...inputs, version, channel: channel ?? inputs.channel })
  const built = await findBuiltVersion(loaded, inputs, builds, planOf, host)
  host.log.info(`the version that is built is ${built.version}`)
  return replace(built)
}

/** The outputs that a plan becomes. */
export function describePlan(made: Plan, host: Host) {
  const plan = toPortable(made, host)
  return {
    version: made.version.upstream,
    'package-version': made.version.package,
    channel: made.channel,
    minor: made.version.minor,
    'build-project': made.buildProject,
    'publish-project': made.publishProject ?? made.buildProject,
    packages: made.packages.map(({ name }) => name),
    builders: [...new Set(made.cells.map(({ builder }) => builder))],
    plan,
    id: identifyPlan(plan),
  }
}

function describePlaces(built: string, published: string, version: string): string {
  return published === '' || published === built
    ? `Built and published in ${built}, as version ${version}.`
    : `Built in ${built}, published from ${published}, as version ${version}.`
}
