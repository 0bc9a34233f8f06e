import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { artifactInput } from '../declaration/common.js'
import { duration, list, path, text } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { UserError, WorkError } from '../error.js'
import { exists, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import type { Plan } from '../plan/plan.js'
import { listReleaseLines, type ReleaseLine } from '../plan/release-line.js'
import { readHistory, requireTags } from '../project/checkout.js'
import { loadConfig } from '../project/config-file.js'
import { openPlanner } from '../project/planning.js'
import { uploadRows } from '../project/row-file.js'
import { parsePromotion, type Promotion } from '../promotion/promotion.js'
import { describeDeviations, reconcileLine, type Deviation, type Line } from '../promotion/reconciliation.js'
import { quoteCell } from '../report/markdown.js'
import { renderTable } from '../report/table.js'
import { listOffered } from '../verify/offered-version.js'
import type { CheckResult } from '../verify/request.js'
import { repositoryUrl } from '../verify/verification.js'
import { parseVersion } from '../version/version.js'

/** Compares what was tagged, what was decided on and what users are offered. */
export const reconcile = operation({
  name: 'reconcile',
  summary: 'Compare the tags of a project, its list of promotions and what its repositories hold.',
  inputs: {
    config: path({ description: 'The packages.yaml, or the name of a preset such as kubernetes. Default: packages.yaml.' }),
    file: path({
      default: 'promotion.yaml',
      description: 'The list of what is published; when there is none, the tags are compared with the repositories alone.',
    }),
    versions: path({ description: 'A file with the versions that there are, one a line. Default: the tags of the checkout.' }),
    channels: list({ description: 'Only these channels. Default: all of the config.' }),
    'repository-url': text({
      description:
        "Where to look: the folder of all published projects, or a template with {project-path} and {builder}. Default: the config's download-url.",
    }),
    timeout: duration('2m', { description: 'How long one repository may take to be read.' }),
    'report-artifact': artifactInput('Upload the output `report` under this name, for report-issue in another job.'),
  },
  outputs: {
    state: output<'succeeded' | 'failed'>('succeeded or failed.'),
    deviations: output<readonly Deviation[]>(
      'A row for each difference, as JSON: kind (missing, surplus, stale), channel, minor, version, package, evidence.',
    ),
    report: output<readonly CheckResult[]>('The same as rows like those of verify-repo, for report-issue.'),
  },
  async run({ inputs, host, set }) {
    const { config } = await loadConfig(inputs.config, host)
    const unknown = inputs.channels.find((name) => !Object.hasOwn(config.channels, name))
    if (unknown !== undefined)
      throw new UserError(`Input \`channels\` has ${unknown}; the config has ${Object.keys(config.channels).join(', ')}.`)
    const file = resolve(host.directories.work, inputs.file)
    const promotion = (await exists(file)) ? parsePromotion(inputs.file, await readFile(file, 'utf8')) : undefined
    const versions = await readVersions(inputs.versions, config, host)
    const { planOf } = await openPlanner(inputs, host)
    const names = Object.keys(config.packages)
    const places = listPlaces(listReleaseLines(config, versions), promotion, (version, channel) =>
      planOf(version, channel, names),
    )
    const wanted = places.filter(({ channel }) => inputs.channels.length === 0 || inputs.channels.includes(channel))
    const deviations: Deviation[] = []
    for (const { plan, ...place } of wanted) {
      host.log.info(`reading ${plan.publishProject ?? plan.buildProject}`)
      const offered = await readOffered(plan, place.promoted, inputs, host)
      deviations.push(...reconcileLine({ ...place, expected: expectOf(plan), offered }))
    }
    const report = describeDeviations(deviations)
    const state = deviations.length > 0 ? 'failed' : 'succeeded'
    set({ state, deviations, report })
    if (inputs['report-artifact'] !== undefined) await uploadRows(inputs['report-artifact'], report, host)
    const [first] = deviations
    if (first !== undefined)
      throw new WorkError(
        `What is published is not what was decided: ${first.evidence}${deviations.length > 1 ? ` And ${deviations.length - 1} more, see the output \`deviations\`.` : ''}`,
      )
    host.log.info(`${wanted.length} published projects are as they should be`)
  },
  report({ deviations }) {
    if (deviations === undefined) return '❌ Nothing was compared.'
    if (deviations.length === 0) return '✅ Tags, list and repositories agree.'
    const rows = deviations.map(({ kind, channel, minor, version, evidence }) => [
      kind,
      `${channel} ${minor}`,
      version,
      quoteCell(evidence),
    ])
    const count = `${deviations.length} ${deviations.length === 1 ? 'difference' : 'differences'}`
    return [`❌ ${count} between tags, list and repositories.`, '', renderTable(['', 'Channel', 'Version', ''], rows)].join('\n')
  },
})

type Config = Awaited<ReturnType<typeof loadConfig>>['config']

async function readVersions(given: string | undefined, { versions, tag }: Config, host: Host) {
  if (given !== undefined) {
    const content = (await readNamedFile(resolve(host.directories.work, given))).toString('utf8')
    const lines = content.split('\n').map((line) => line.replace(/#.*$/, '').trim())
    return lines.filter((line) => line !== '').map((line) => parseVersion(line, versions))
  }
  await requireTags(host, 'What was tagged')
  return (await readHistory(host, false, versions, tag)).tags.map(({ version }) => version)
}

/** What is published together, by the tags and by the list. */
interface Place extends Pick<Line, 'channel' | 'minor' | 'tag' | 'promoted'> {
  /** Of its newest version. */
  readonly plan: Plan
}

/** Every project that tags or the list publish to. */
function listPlaces(
  released: readonly ReleaseLine[],
  promotion: Promotion | undefined,
  planOf: (version: string, channel: string) => Plan,
): readonly Place[] {
  const places = new Map<string, Place>()
  const nameOf = ({ publishProject, buildProject }: Plan) => publishProject ?? buildProject
  const promoted = promotion === undefined ? undefined : []
  for (const { channel, minor, version } of released) {
    const plan = planOf(version, channel)
    places.set(nameOf(plan), { channel, minor, tag: version, promoted, plan })
  }
  for (const each of promotion?.versions ?? []) {
    const plan = planOf(each.version, each.channel)
    const known = places.get(nameOf(plan)) ?? { channel: each.channel, minor: each.minor, tag: undefined, promoted, plan }
    places.set(nameOf(plan), { ...known, promoted: [...(known.promoted ?? []), each] })
  }
  return [...places.values()]
}

async function readOffered(
  plan: Plan,
  promoted: Line['promoted'],
  inputs: { readonly 'repository-url': string | undefined; readonly timeout: number },
  host: Host,
): Promise<Line['offered']> {
  const names = [...new Set([...plan.siblings, ...(promoted ?? []).flatMap(({ packages }) => Object.keys(packages))])]
  const found = await mapInParallel(plan.builders, 2, async (builder) => {
    const url = repositoryUrl({ repositoryUrl: inputs['repository-url'], plan }, builder)
    return [builder.name, await listOffered(builder.format, url, names, inputs.timeout, host)] as const
  })
  return Object.fromEntries(found)
}

function expectOf({ builders, cells, packages }: Plan): Line['expected'] {
  return Object.fromEntries(
    builders.map(({ name: builder }) => [
      builder,
      packages
        .filter(({ name }) => cells.some((cell) => cell.builder === builder && cell.package === name))
        .map(({ name, version }) => ({ name, version: version.package })),
    ]),
  )
}
