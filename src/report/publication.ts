import { formatSpan } from '../host/measure.js'
import type { CellResult } from '../obs/result.js'
import type { Released } from '../obs/published.js'
import type { Revision } from '../obs/push.js'
import type { CheckResult } from '../verify/request.js'
import { renderBuilds } from './builds.js'
import { renderChecks } from './checks.js'
import { renderTable } from './table.js'
import type { TimedStep } from './timing.js'
import { renderContainers, renderVersions } from './versions.js'

/** What publish has to tell, as far as it came. */
export interface Publication {
  readonly version?: string
  readonly channel?: string
  readonly 'build-project'?: string
  readonly 'publish-project'?: string
  readonly changed?: boolean
  readonly revisions?: Readonly<Record<string, Pick<Revision, 'changed'>>>
  readonly results?: readonly CellResult[]
  readonly released?: Readonly<Record<string, Omit<Released, 'package' | 'files'> & { readonly url?: string }>>
  readonly report?: readonly CheckResult[]
  readonly steps?: readonly TimedStep[]
}

/** What a person wants to read after publish: what is out now, how the builds went, what was checked, how long it took. */
export function renderPublication(outputs: Publication): string {
  const {
    version = 'No version',
    channel = '?',
    changed,
    revisions = {},
    results = [],
    released = {},
    report,
    steps = [],
  } = outputs
  const untouched = changed === false && Object.values(revisions).every((revision) => !revision.changed)
  const rows = Object.entries(released).map(([name, each]) => [
    name,
    renderVersions(each.versions),
    renderContainers(each),
    each.changed ? 'released' : 'was there already',
  ])
  return [
    `## ${version} in channel ${channel}`,
    ...(untouched ? ['Nothing changed on OBS: this version was published already.'] : []),
    ...(rows.length > 0
      ? [`### Published from ${outputs['publish-project']}`, renderTable(['Package', 'Versions', 'Container', ''], rows)]
      : ['Nothing was released.']),
    ...(results.length > 0 ? [`### Builds in ${outputs['build-project']}`, renderBuilds(results)] : []),
    ...(report === undefined ? [] : ['### Checks of the published repositories', renderChecks(report)]),
    '### Time',
    renderTable(
      ['Step', 'Time'],
      steps.map(({ name, milliseconds }) => [name, formatSpan(milliseconds)]),
    ),
  ].join('\n\n')
}
