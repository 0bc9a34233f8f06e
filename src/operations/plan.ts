import { operation, showOutput } from '../declaration/operation.js'
import type { Plan } from '../plan/planner.js'
import { planInputs } from '../declaration/common.js'
import { renderTable } from '../report/table.js'
import { resolvePlan } from '../project/planning.js'

/** The outputs of `plan`, also part of publish's. */
export const planOutputs = {
  version: 'The version as its project writes it, without a leading v.',
  'package-version': 'The version as packages carry it: `1.30.0~alpha.2`.',
  channel: 'The channel it goes to.',
  minor: 'X.Y of the version.',
  'build-project': 'The OBS project that builds.',
  'publish-project': 'The OBS project that keeps and publishes the packages.',
  packages: 'The names of the packages, as a JSON list.',
  plan: 'The whole plan as JSON.',
} as const

/** Says what follows from config, version and channel, and changes nothing. */
export const plan = operation({
  name: 'plan',
  summary: 'Compute what a version would publish where, without any effect.',
  inputs: planInputs,
  outputs: planOutputs,
  async run({ inputs, host, set }) {
    set(describePlan((await resolvePlan(inputs, host)).plan))
  },
  report: (outputs) => {
    const { cells, packages } = (outputs.plan ?? { cells: [], packages: [] }) as Pick<Plan, 'cells' | 'packages'> // describePlan wrote it
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
      `Built in ${showOutput(outputs['build-project'])}, published from ${showOutput(outputs['publish-project'])}, as version ${showOutput(outputs['package-version'])}.`,
      '',
      renderTable(['Package', 'Version', 'Builder', 'Architectures'], rows),
    ].join('\n')
  },
})

/** The outputs that a plan becomes. */
export function describePlan(made: Plan) {
  return {
    version: made.version.upstream,
    'package-version': made.version.package,
    channel: made.channel,
    minor: made.version.minor,
    'build-project': made.buildProject,
    'publish-project': made.publishProject ?? made.buildProject,
    packages: made.packages.map(({ name }) => name),
    plan: { ...made },
  }
}
