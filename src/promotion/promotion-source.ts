import { WorkError } from '../error.js'
import type { Cell, Plan } from '../plan/plan.js'
import type { PromotedVersion } from './promotion-schema.js'
import type { BinaryPlace } from '../obs/built-binary.js'
import { isContainerOf } from '../obs/container.js'
import { readContainers, type Container } from '../obs/inventory.js'
import type { Osc } from '../obs/osc.js'
import type { Revision } from '../obs/push.js'
import { readFileName } from '../obs/published-version.js'
import { readSourceInfos } from '../obs/source-info.js'

/** From where packages are promoted. */
export interface PromotionSource {
  readonly project: string
  /** The srcmd5 that was built, by package. */
  readonly srcmd5: ReadonlyMap<string, string>
  readonly places: readonly BinaryPlace[]
  /** The sources as they were committed, of a build project. */
  readonly revisions: readonly Revision[]
}

/**
 * The packages of a plan in its build project, of the sources that are there now. Throws a {@link WorkError} for one that
 * is not there.
 */
export async function readBuildSource({ buildProject: project, packages, cells }: Plan, osc: Osc): Promise<PromotionSource> {
  const names = packages.map(({ name }) => name)
  const infos = await readSourceInfos(project, names, osc)
  const srcmd5 = new Map<string, string>()
  const revisions: Revision[] = []
  for (const name of names) {
    const info = infos?.get(name)
    if (info === undefined)
      throw new WorkError(`${project} has no ${name} that the account may see: push this version and wait for its builds first.`)
    srcmd5.set(name, info.expanded)
    revisions.push({ package: name, rev: info.rev, srcmd5: info.srcmd5, changed: false })
  }
  const places = names.flatMap((name) => placesOf(name, name, project, cells))
  return { project, srcmd5, places, revisions }
}

/**
 * The packages of a plan where another channel publishes them.
 * @param wanted their srcmd5, when somebody has decided on it; by default the version tells, which must then be clear
 */
export async function readChannelSource(
  { publishProject: project = '', packages, cells }: Plan,
  wanted: PromotedVersion['packages'] | undefined,
  osc: Osc,
): Promise<PromotionSource> {
  const containers = (await readContainers(project, osc)) ?? []
  const srcmd5 = new Map<string, string>()
  const places: BinaryPlace[] = []
  for (const { name, version } of packages) {
    if (wanted !== undefined && !Object.hasOwn(wanted, name)) continue
    const decided = wanted?.[name]?.srcmd5
    const own = containers.filter(
      (each) =>
        isContainerOf(each.name, name) &&
        (decided === undefined ? hasVersion(each, name, version.package) : each.srcmd5 === decided),
    )
    const sources = [...new Set(own.map((each) => each.srcmd5))]
    const [only] = sources
    if (only === undefined) throw new WorkError(`${project} has no ${name} ${version.upstream}: publish it there first.`)
    if (sources.length > 1)
      throw new WorkError(
        `${project} has ${name} ${version.upstream} from ${sources.length} sources (${own.map((each) => each.name).join(', ')}), so it is not clear which is meant: withdraw those that are not.`,
      )
    srcmd5.set(name, only)
    for (const container of own) {
      const held = cells.filter(({ package: cell, builder, architecture }) =>
        container.files.some((file) => cell === name && file.repository === builder && file.architecture === architecture),
      )
      places.push(...placesOf(name, container.name, project, held))
    }
  }
  return { project, srcmd5, places, revisions: [] }
}

function placesOf(name: string, container: string, project: string, cells: readonly Cell[]): readonly BinaryPlace[] {
  const own = cells.filter((cell) => cell.package === name)
  return [...new Set(own.map(({ builder }) => builder))].map((builder) => ({
    package: name,
    project,
    container,
    builder,
    architectures: own.filter((cell) => cell.builder === builder).map(({ architecture }) => architecture),
  }))
}

function hasVersion({ files }: Container, name: string, version: string): boolean {
  return files.some(({ file }) => {
    const read = readFileName(file)
    return read?.name === name && read.version.replace(/-[^-]*$/, '') === version
  })
}
