import { showOutput, type OutputValues } from '../../declaration/operation.js'
import { formatSpan } from '../../obs/wait.js'
import type { CellResult } from '../../obs/result.js'
import { renderChecks } from '../../repository/render.js'
import type { CheckResult } from '../../repository/request.js'
import type { byPackage } from '../obs-push.js'
import type { describeReleased } from '../obs-release.js'
import { renderResults } from './results.js'
import type { Step } from './step.js'
import { renderTable } from './table.js'
import { renderVersions } from './versions.js'

/** What a person wants to read after publish: what is out now, how the builds went, what was checked, how long it took. */
export function renderPublished(outputs: OutputValues<Record<string, string>>): string {
  // publish itself set these outputs, from values of these types.
  const results = (outputs['results'] ?? []) as readonly CellResult[]
  const released = (outputs['released'] ?? {}) as ReturnType<typeof describeReleased>['released']
  const checks = outputs['report'] as readonly CheckResult[] | undefined
  const steps = (outputs['steps'] ?? []) as readonly Step[]
  const revisions = (outputs['revisions'] ?? {}) as ReturnType<typeof byPackage>
  const untouched = outputs['changed'] === false && Object.values(revisions).every(({ changed }) => !changed)
  const rows = Object.entries(released).map(([name, { container, project, versions, changed }]) => [
    name,
    renderVersions(versions),
    container ?? project,
    changed ? 'released' : 'was there already',
  ])
  return [
    `## ${showOutput(outputs['version'] ?? 'No version')} in channel ${showOutput(outputs['channel'] ?? '?')}`,
    ...(untouched ? ['Nothing changed on OBS: this version was published already.'] : []),
    ...(rows.length > 0
      ? [
          `### Published from ${showOutput(outputs['publish-project'])}`,
          renderTable(['Package', 'Versions', 'Container', ''], rows),
        ]
      : ['Nothing was released.']),
    ...(results.length > 0 ? [`### Builds in ${showOutput(outputs['build-project'])}`, renderResults(results)] : []),
    ...(checks === undefined ? [] : ['### Checks of the published repositories', renderChecks(checks)]),
    '### Time',
    renderTable(
      ['Step', 'Time'],
      steps.map(({ name, milliseconds }) => [name, formatSpan(milliseconds)]),
    ),
  ].join('\n\n')
}
