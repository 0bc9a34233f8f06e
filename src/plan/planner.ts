import { listArchitectures, type ArchitectureNames } from '../architecture.js'
import type { Locate } from '../config/explain.js'
import type { Architecture, Builder, Config, Format } from '../config/schema.js'
import { expandTemplate } from '../config/template.js'
import { nearest } from '../nearest.js'
import { UserError, type Problem } from '../error.js'
import { isWithin, parseRange } from '../version/range.js'
import { parseVersion, type Version } from '../version/version.js'
import { packageVersion } from './carried.js'
import { chooseChannel } from './channel.js'
import { findRelationProblems } from './relation.js'

/** The unit that builds, fails, is rebuilt and verified. */
export interface Cell {
  readonly package: string
  readonly builder: string
  readonly architecture: Architecture
}

/** A repository of the projects. */
export interface PlannedBuilder {
  readonly name: string
  readonly format: Format
  readonly paths: readonly { readonly project: string; readonly repository: string }[]
  readonly architectures: readonly Architecture[]
}

export interface PlannedPackage {
  readonly name: string
  /** Its own version: a carried package has another than the product. */
  readonly version: Version
  /** Every architecture that some builder builds, in the order of the config. */
  readonly architectures: readonly Architecture[]
  /** In which formats, and on which architectures in each. */
  readonly builds: readonly PlannedBuild[]
}

export interface PlannedBuild {
  readonly format: Format
  readonly architectures: readonly Architecture[]
}

/** Everything that follows from config, version and channel. */
export interface Plan {
  readonly version: Version
  readonly channel: string
  readonly apiurl: string
  readonly buildProject: string
  /** Undefined when the build project publishes itself. */
  readonly publishProject: string | undefined
  readonly maintainers: readonly string[]
  readonly builders: readonly PlannedBuilder[]
  readonly packages: readonly PlannedPackage[]
  readonly cells: readonly Cell[]
  /** The names of every architecture of the plan. */
  readonly architectures: readonly ArchitectureNames[]
}

export interface PlanRequest {
  readonly version: string
  readonly channel?: string | undefined
  /** Only these packages; empty means all. */
  readonly packages: readonly string[]
}

/**
 * Computes a plan without any effect. Throws a {@link UserError} for a version, channel or package that does not
 * fit, with the place in the config when it is told how to find it.
 */
export function makePlan(config: Config, request: PlanRequest, locate?: Locate): Plan {
  const version = parseVersion(request.version)
  const channel = chooseChannel(config.channels, version, request.channel)
  const names = selectPackages(Object.keys(config.packages), request.packages)
  const builders = Object.entries(config.builders).map(([name, builder]) => planBuilder(name, builder, version))
  const cells = names.flatMap((name) => cellsOf(name, builders, config))
  const fill = (template: string) => expandTemplate(template, { channel, minor: version.minor })
  const publish = config.obs['publish-project']
  const used = new Set(builders.flatMap(({ architectures }) => architectures))
  return {
    version,
    channel,
    apiurl: config.obs.apiurl,
    buildProject: fill(config.obs['build-project']),
    publishProject: publish === undefined ? undefined : fill(publish),
    maintainers: config.obs.maintainers,
    builders,
    packages: planPackages(names, config, { version, cells, builders }, locate),
    cells,
    // An architecture that the config adds comes first and hides the table's.
    architectures: listArchitectures(config.architectures).filter(({ obs }) => used.delete(obs)),
  }
}

function planBuilder(name: string, { architectures, format, paths }: Builder, version: Version): PlannedBuilder {
  const chosen = architectures.flatMap((each) => {
    if (typeof each === 'string') return [each]
    const range = parseRange(each.versions)
    return range && isWithin(version, range) ? [each.name] : []
  })
  return { name, format, paths, architectures: chosen }
}

interface Frame {
  readonly version: Version
  readonly cells: readonly Cell[]
  readonly builders: readonly PlannedBuilder[]
}

/** Gives each package its version and tells every relation that cannot be decided. */
function planPackages(names: readonly string[], config: Config, frame: Frame, locate: Locate | undefined): PlannedPackage[] {
  const problems: Problem[] = []
  const blame = (name: string, path: readonly string[], problem: string) => {
    const whole = ['packages', name, ...path]
    const message = `${whole.join('.')} ${problem}.`
    if (!problems.some((each) => each.message === message))
      problems.push({ message, ...(locate && { at: locate(whole, 'key') }) })
  }
  const planned = names.flatMap((name): PlannedPackage[] => {
    const pkg = config.packages[name]
    if (!pkg) return []
    const result = packageVersion(pkg, frame.version)
    if ('problem' in result) {
      blame(name, ['version'], result.problem)
      return []
    }
    const { version } = result
    const own = frame.cells.filter((cell) => cell.package === name)
    if (own.length === 0) blame(name, [], 'is built by no builder: none has its format and architecture')
    const formatOf = (builder: string) => frame.builders.find((each) => each.name === builder)?.format ?? 'deb'
    for (const { builder, architecture } of own) {
      for (const { path, problem } of findRelationProblems(pkg, { version, format: formatOf(builder), architecture }))
        blame(name, path, problem)
    }
    const architectures = [...new Set(own.map(({ architecture }) => architecture))]
    const builds = [...new Set(own.map(({ builder }) => formatOf(builder)))].map((format) => {
      const built = own.filter(({ builder }) => formatOf(builder) === format)
      return { format, architectures: [...new Set(built.map(({ architecture }) => architecture))] }
    })
    return [{ name, version, architectures, builds }]
  })
  if (problems.length > 0) throw new UserError(problems)
  return planned
}

function selectPackages(known: readonly string[], wanted: readonly string[]): readonly string[] {
  const problems: Problem[] = []
  for (const name of wanted) {
    if (known.includes(name)) continue
    const similar = nearest(name, known)
    problems.push({
      message: `There is no package ${name} in the config${similar ? `; did you mean ${similar}?` : `; it has ${known.join(', ')}.`}`,
    })
  }
  if (problems.length > 0) throw new UserError(problems)
  return wanted.length === 0 ? known : known.filter((name) => wanted.includes(name))
}

function cellsOf(name: string, builders: readonly PlannedBuilder[], { packages }: Config): Cell[] {
  const pkg = packages[name]
  return builders
    .filter(({ format }) => pkg?.formats?.includes(format) ?? true)
    .flatMap((builder) =>
      builder.architectures
        .filter((architecture) => pkg?.architectures?.includes(architecture) ?? true)
        .map((architecture) => ({ package: name, builder: builder.name, architecture })),
    )
}
