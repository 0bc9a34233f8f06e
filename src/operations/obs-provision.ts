import { choice } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { openOsc } from '../obs/osc.js'
import { provision, type Change } from '../obs/provision.js'
import { instanceInput, planInputs } from '../declaration/common.js'
import { renderTable } from '../report/table.js'
import { resolvePlan } from '../project/planning.js'

/** Makes the OBS projects what the config says. */
export const obsProvision = operation({
  name: 'obs-provision',
  summary: 'Make the OBS projects and packages what the config says, or show the difference.',
  inputs: {
    ...planInputs,
    ...instanceInput,
    mode: choice(['check', 'apply'], {
      default: 'apply',
      description: 'check only shows the difference; apply adds what is missing, and refuses to remove anything.',
    }),
  },
  outputs: {
    changes: output<readonly Change[]>(
      'A JSON list of differences: project, package, what, and refused for what apply would have to remove.',
    ),
    changed: output<boolean>('Whether there was any.'),
  },
  async run({ inputs, host, set }) {
    const plan = await resolvePlan(inputs, host)
    const changes = await provision(plan, inputs.mode, openOsc(host, { apiurl: plan.apiurl }), host)
    set({ changes, changed: changes.length > 0 })
  },
  report: ({ changes = [] }) => {
    if (changes.length === 0) return 'The OBS projects are as the config says.'
    return [
      '### OBS projects',
      '',
      renderTable(
        ['Project', 'Package', 'Difference'],
        changes.map(({ project, package: name = '', what, refused }) => [
          project,
          name,
          refused ? `${what} (mode apply refuses to remove it)` : what,
        ]),
      ),
    ].join('\n')
  },
})
