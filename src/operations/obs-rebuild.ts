import { operation } from '../declaration/operation.js'
import { openOsc } from '../obs/osc.js'
import { findFailed, rebuildCells } from '../obs/rebuild.js'
import type { Cell } from '../plan/planner.js'
import { cellsInput, targetInputs } from '../declaration/common.js'
import { renderTable } from '../report/table.js'
import { resolveRevisions, resolveTarget } from '../project/planning.js'

/** Restarts builds. */
export const obsRebuild = operation({
  name: 'obs-rebuild',
  summary: 'Restart the builds that failed, each on its architecture.',
  inputs: { ...targetInputs, cells: cellsInput },
  outputs: { rebuilt: 'The cells whose build was restarted, as JSON.' },
  async run({ inputs, host, set }) {
    const osc = openOsc(host)
    const target = await resolveTarget(inputs, host)
    // A restart would build whatever sources OBS has, also those of another version.
    if (target.planned) await resolveRevisions(target, undefined, osc)
    // The names of a user's cells are checked by OBS, which knows what there is.
    const cells =
      inputs.cells === undefined
        ? await findFailed(target.project, await target.cells(osc), osc)
        : (inputs.cells as readonly Cell[])
    await rebuildCells(target.project, cells, osc, host)
    if (cells.length === 0) host.log.info(`no build in ${target.project} has failed, nothing is restarted`)
    set({ rebuilt: cells })
  },
  report: (outputs) => {
    const cells = (outputs.rebuilt ?? []) as readonly Cell[] // run set it
    if (cells.length === 0) return 'No build has failed, none was restarted.'
    const rows = cells.map(({ package: name, builder, architecture }) => [name, builder, architecture])
    return ['### Restarted builds', '', renderTable(['Package', 'Builder', 'Architecture'], rows)].join('\n')
  },
})
