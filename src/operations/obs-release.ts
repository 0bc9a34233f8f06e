import { duration } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { openOsc } from '../obs/osc.js'
import { packageLink } from '../obs/web-link.js'
import { releaseRevisions } from '../obs/release.js'
import type { Released } from '../obs/published.js'
import { artifactInput, pollInterval, targetInputs } from '../declaration/common.js'
import { revisionsInput } from '../declaration/json-inputs.js'
import { count } from '../plural.js'
import { renderTable } from '../report/table.js'
import { renderContainers, renderVersions } from '../report/versions.js'
import { resolveRevisions, resolveTarget } from '../obs/target.js'
import { resolvePlan } from '../project/planning.js'
import { uploadRows } from '../project/row-file.js'

export const publishTimeout = duration('1h', { description: 'Give up when OBS has not published the release after this time.' })

/** Releases by package, as outputs have them. */
export type ReleasedByPackage = Readonly<
  Record<string, Omit<Released, 'package' | 'files'> & { readonly container?: string; readonly url?: string }>
>

export const releaseOutputs = {
  released: output<ReleasedByPackage>(
    'By package, as JSON: containers (OBS makes one or two) and container, the newest of them, its web page (url), project, published versions by builder and architecture, and whether this run released it.',
  ),
  changed: output<boolean>('Whether anything was released that was not there before.'),
} as const

/** Releases what was built. */
export const obsRelease = operation({
  name: 'obs-release',
  summary: 'Release the built revisions into the publish project, once, and wait until they are published.',
  inputs: {
    ...targetInputs,
    revisions: revisionsInput,
    timeout: publishTimeout,
    'poll-interval': pollInterval,
    artifact: artifactInput('Upload what was released and of which sources under this name, for the operation statement.'),
  },
  outputs: releaseOutputs,
  resumption: 'OBS goes on with what it was asked for, and the same command releases the rest and waits',
  async run({ inputs, host, set }) {
    const target = await resolveTarget(inputs, () => resolvePlan(inputs, host))
    const { pullRequest } = target.plan ?? {}
    if (pullRequest !== undefined)
      throw new UserError(`The plan is of pull request ${pullRequest}, of which nothing is released; make one without it.`)
    const osc = openOsc(host, { apiurl: target.apiurl, timeout: inputs['request-timeout'] })
    const revisions = await resolveRevisions(target, inputs.revisions, osc)
    const cells = await target.cells(osc)
    const released = await releaseRevisions(
      {
        ...target,
        cells,
        revisions,
        planned: target.plan !== undefined,
        timeout: inputs.timeout,
        interval: inputs['poll-interval'],
      },
      osc,
      host,
    )
    const outputs = describeReleased(released, target.apiurl ?? (await osc.account()).apiurl)
    set(outputs)
    if (inputs.artifact === undefined) return
    const sources = new Map(revisions.map(({ package: name, srcmd5 }) => [name, srcmd5]))
    const rows = Object.entries(outputs.released).map(([name, each]) => ({ package: name, srcmd5: sources.get(name), ...each }))
    await uploadRows(inputs.artifact, rows, host)
  },
  report: ({ released = {} }) => {
    const rows = Object.entries(released).map(([name, each]) => [
      name,
      renderContainers(each),
      renderVersions(each.versions),
      each.changed ? 'released' : 'was there already',
    ])
    const news = Object.values(released).filter(({ changed }) => changed).length
    const title = news === 0 ? 'Released already: nothing changed' : `${count(news, 'package')} released`
    return [`### ✅ ${title}`, '', renderTable(['Package', 'Container', 'Versions', ''], rows)].join('\n')
  },
})

/** The outputs that a release becomes. */
export function describeReleased(released: readonly Released[], apiurl?: string) {
  const entries = released.map(({ package: name, project, containers, versions, changed }) => {
    const container = containers.at(-1)
    const page = packageLink(apiurl, project, container ?? name)
    return [name, { project, ...(container === undefined ? {} : { container }), ...page, containers, versions, changed }] as const
  })
  return { released: Object.fromEntries(entries), changed: released.some(({ changed }) => changed) }
}
