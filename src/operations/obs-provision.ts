import { boolean, choice, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { ToolError, UserError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { nameOwner, readProjectKey } from '../obs/key-info.js'
import { openOsc, type Osc } from '../obs/osc.js'
import { provision, type Change } from '../obs/provision.js'
import { removeProjects, removePullRequestProject } from '../obs/project-removal.js'
import { instanceInput, planInputs, requestTimeout } from '../declaration/common.js'
import { renderProvision } from '../report/provision-table.js'
import { resolvePlan } from '../project/planning.js'
import { describeKey, endsSoon, hasExpired } from '../verify/public-key.js'
import { readKeyText } from '../verify/served-key.js'

/** How much of what is on OBS may be touched. */
export const permissionInputs = {
  adopt: boolean({
    default: 'false',
    description: 'Whether OBS projects that obs-publish did not make may be added to. What they have besides stays.',
  }),
  'allow-delete': boolean({
    default: 'false',
    description:
      'Whether repositories, architectures, paths and people that obs-publish added and the config no longer names may be deleted, with the packages published there.',
  }),
}

export const changesOutput = output<readonly Change[]>(
  'A JSON list of differences: project, package, what; kept for what the config no longer names and that stays, removes for what is deleted.',
)

/** Makes the OBS projects what the config says. */
export const obsProvision = operation({
  name: 'obs-provision',
  summary: 'Add to the OBS projects and packages what the config says, or show the difference.',
  inputs: {
    ...planInputs,
    ...instanceInput,
    ...requestTimeout,
    project: text({
      description:
        'With mode remove: the throw-away project of a pull request, ending in :pr:NUMBER, to be deleted if obs-publish made it; needs no plan.',
    }),
    mode: choice(['check', 'apply', 'remove'], {
      default: 'apply',
      description:
        'check only shows the difference; apply adds what is missing and keeps everything else; remove deletes the two projects if obs-publish made all of them.',
    }),
    ...permissionInputs,
  },
  outputs: {
    changes: changesOutput,
    changed: output<boolean>('Whether there was any.'),
    diff: output('The differences of _meta and project config, as a unified diff.'),
    mode: output<'check' | 'apply' | 'remove'>('The mode it ran in.'),
  },
  resumption: 'what was changed on OBS stays, and the same command changes the rest',
  async run({ inputs, host, set }) {
    if (inputs.project !== undefined) {
      const changes = await removeByName(inputs.project, inputs, host)
      return set({ changes, changed: changes.length > 0, diff: '', mode: 'remove' })
    }
    const plan = await resolvePlan(inputs, host)
    const osc = openOsc(host, { apiurl: plan.apiurl, timeout: inputs['request-timeout'] })
    const allowDelete = inputs['allow-delete']
    const { mode, adopt } = inputs
    const { changes, diff } =
      mode === 'remove'
        ? { changes: await removeProjects(plan, allowDelete, osc, host), diff: '' }
        : await provision(plan, { mode, adopt, allowDelete }, osc, host)
    set({ changes, changed: changes.length > 0, diff, mode })
    if (mode !== 'remove') await tellKey(plan.publishProject ?? plan.buildProject, osc, host)
  },
  report: ({ changes = [], diff, mode = 'apply' }) => renderProvision(changes, showOutput(diff), mode),
})

/** Tells which key will sign, in time for whoever has to extend it. */
async function tellKey(project: string, osc: Osc, host: Host): Promise<void> {
  const found = await readProjectKey(project, osc)
  if (found === undefined) return
  const now = host.clock.now()
  try {
    const key = await readKeyText(found.armored, host)
    const isUrgent = endsSoon(key, now) || hasExpired(key, now)
    host.log[isUrgent ? 'warning' : 'info'](`${project} is signed with the ${describeKey(key, now)}; it is ${nameOwner(found)}`)
  } catch (error) {
    if (!(error instanceof ToolError) && !(error instanceof WorkError)) throw error
    host.log.info(`when the key of ${project} ends is not known: ${error.message}`)
  }
}

interface Given {
  readonly mode: 'check' | 'apply' | 'remove'
  readonly plan: string | undefined
  readonly config: string | undefined
  readonly apiurl: string | undefined
  readonly 'request-timeout': number
}

async function removeByName(project: string, inputs: Given, host: Host): Promise<readonly Change[]> {
  const { mode, apiurl } = inputs
  if (mode !== 'remove') throw new UserError('Input `project` is for mode remove; elsewhere the plan names the projects.')
  const other = (['plan', 'config'] as const).find((name) => inputs[name] !== undefined)
  if (other !== undefined)
    throw new UserError(`Inputs \`${other}\` and \`project\` exclude each other: a ${other} names the projects itself.`)
  return removePullRequestProject(project, openOsc(host, { apiurl, timeout: inputs['request-timeout'] }), host)
}
