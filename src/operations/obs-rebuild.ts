import { targetInputs } from '../declaration/common.js'
import { cellsInput } from '../declaration/json-inputs.js'
import { operation, output } from '../declaration/operation.js'
import { openOsc } from '../obs/osc.js'
import { chooseCells, findFailed, rebuildCells } from '../obs/rebuild.js'
import { resolveRevisions, resolveTarget } from '../obs/target.js'
import type { Cell } from '../plan/plan.js'
import { resolvePlan } from '../project/planning.js'
import { count } from '../plural.js'
import { renderTable } from '../report/table.js'

/** Restarts builds. */
export const obsRebuild = operation({
  name: 'obs-rebuild',
  summary: 'Restart the builds that failed, each on its architecture.',
  inputs: { ...targetInputs, cells: cellsInput },
  outputs: { rebuilt: output<readonly Cell[]>('The cells whose build was restarted, as JSON.') },
  resumption: 'restarted builds go on, and the same command restarts what still failed',
  async run({ inputs, host, set }) {
    const target = await resolveTarget(inputs, () => resolvePlan(inputs, host))
    const osc = openOsc(host, { apiurl: target.apiurl, timeout: inputs['request-timeout'] })
    // A restart would build whatever sources OBS has, also those of another version.
    if (target.plan) await resolveRevisions(target, undefined, osc)
    const known = await target.cells(osc)
    const cells =
      inputs.cells === undefined
        ? await findFailed(target.project, known, target.plan !== undefined, osc)
        : chooseCells(inputs.cells, known, target.plan?.architectures)
    await rebuildCells(target.project, cells, osc, host)
    if (cells.length === 0) host.log.info(`no build in ${target.project} has failed, nothing is restarted`)
    set({ rebuilt: cells })
  },
  report: ({ rebuilt: cells = [] }) => {
    if (cells.length === 0) return 'No build has failed, none was restarted.'
    const rows = cells.map(({ package: name, builder, architecture }) => [name, builder, architecture])
    return [
      `### ${count(cells.length, 'build')} restarted`,
      '`obs-wait` waits for them; until `obs-release` nothing new is published.',
      renderTable(['Package', 'Builder', 'Architecture'], rows),
    ].join('\n\n')
  },
})
