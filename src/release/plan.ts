import { nearest } from '../declaration/nearest.js'
import { expandTemplate } from '../config/template.js'
import type { Architecture, Config } from '../config/schema.js'
import { UserError, type Problem } from '../error.js'
import { chooseChannel } from './channel.js'
import { parseVersion, type Version } from './version.js'

/** The unit that builds, fails, is rebuilt and verified. */
export interface Cell {
  readonly package: string
  readonly builder: string
  readonly architecture: Architecture
}

/** A repository of the projects. */
export interface PlannedBuilder {
  readonly name: string
  readonly format: 'deb' | 'rpm'
  readonly paths: readonly { readonly project: string; readonly repository: string }[]
  readonly architectures: readonly Architecture[]
}

export interface PlannedPackage {
  readonly name: string
  readonly version: Version
  /** Every architecture that some builder builds, in the order of the config. */
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
}

export interface PlanRequest {
  readonly version: string
  readonly channel?: string | undefined
  /** Only these packages; empty means all. */
  readonly packages: readonly string[]
}

/** Computes a plan without any effect. Throws a {@link UserError} for a version, channel or package that does not fit. */
export function makePlan(config: Config, request: PlanRequest): Plan {
  const version = parseVersion(request.version)
  const channel = chooseChannel(config.channels, version, request.channel)
  const names = selectPackages(Object.keys(config.packages), request.packages)
  const builders = Object.entries(config.builders).map(([name, builder]): PlannedBuilder => ({ name, ...builder }))
  const cells = names.flatMap((name) => cellsOf(name, builders, config.packages[name]?.architectures))
  const fill = (template: string) => expandTemplate(template, { channel, minor: version.minor })
  const publish = config.obs['publish-project']
  return {
    version,
    channel,
    apiurl: config.obs.apiurl,
    buildProject: fill(config.obs['build-project']),
    publishProject: publish === undefined ? undefined : fill(publish),
    maintainers: config.obs.maintainers,
    builders,
    packages: names.map((name) => ({ name, version, architectures: architecturesOf(name, cells) })),
    cells,
  }
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

function cellsOf(name: string, builders: readonly PlannedBuilder[], only: readonly Architecture[] | undefined): Cell[] {
  return builders.flatMap((builder) =>
    builder.architectures
      .filter((architecture) => only === undefined || only.includes(architecture))
      .map((architecture) => ({ package: name, builder: builder.name, architecture })),
  )
}

function architecturesOf(name: string, cells: readonly Cell[]): Architecture[] {
  return [...new Set(cells.filter((cell) => cell.package === name).map(({ architecture }) => architecture))]
}
