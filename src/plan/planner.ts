import { addArchitectures, noarch } from '../architecture.js'
import type { LoadedConfig } from '../config/config.js'
import type { Builder, Config, Package } from '../config/schema.js'
import { expandTemplate } from '../config/template.js'
import { formatLocation, UserError, type Problem } from '../error.js'
import type { Format } from '../format.js'
import { isWithin } from '../version/range.js'
import type { SuffixRules } from '../version/suffix.js'
import { parseVersion, type Version, coreOf, readTag } from '../version/version.js'
import { planBase } from './base.js'
import { planChangelog } from './changelog-source.js'
import { chooseChannel } from './channel.js'
import { releaseTime, type History } from './history.js'
import { selectNames } from './narrow.js'
import type { Cell, Plan, PlannedBuilder, PlannedPackage } from './plan.js'
import { localFile, planDocuments } from './planned-file.js'
import { planSources } from './planned-source.js'
import { planAccounts } from './account.js'
import { planContent } from './content.js'
import { tmpfilesOf } from './script.js'
import { fillOtherUrl, fillRepositoryUrl } from './expectation.js'
import { chooseByVersion } from '../version/choice.js'

export interface PlanRequest {
  readonly version: string
  readonly channel?: string | undefined
  /** Only these packages; empty means all. */
  readonly packages: readonly string[]
  /** The OBS instance in place of the config's. */
  readonly apiurl?: string | undefined
  readonly history: History
  /** Absolute paths of the files of packages that are folders. */
  readonly folders?: ReadonlySet<string>
  /** The version of the suite. */
  readonly suite: string
}

/**
 * Computes a plan without any effect. Throws a {@link UserError} for a version, channel or package that does not fit,
 * and for everything that the config leaves undecided, each with its place in the config.
 */
export function makePlan(loaded: LoadedConfig, request: PlanRequest): Plan {
  const { config } = loaded
  const version = parseVersion(request.version, config.versions)
  const channel = chooseChannel(config.channels, version, request.channel)
  const names = selectNames(Object.keys(config.packages), request.packages, 'the config')
  const fill = (template: string) => expandTemplate(template, { channel, minor: version.minor })
  const buildProject = fill(config.obs['build-project'])
  const publish = config.obs['publish-project']
  const publishProject = publish === undefined ? undefined : fill(publish)
  const builders = Object.entries(config.builders).map(([name, builder]) =>
    planBuilder(name, builder, version, { publishProject, buildProject }, loaded),
  )
  const cells = names.flatMap((name) => cellsOf(name, builders, config))
  const used = new Set(builders.flatMap(({ architectures }) => architectures))
  const key = config.obs['signing-key']
  return {
    suite: request.suite,
    version,
    channel,
    admits: {
      kinds: config.channels[channel]?.versions ?? [version.kind],
      ...((publish ?? config.obs['build-project']).includes('{minor}') ? { minor: version.minor } : {}),
    },
    apiurl: request.apiurl ?? config.obs.apiurl,
    buildProject,
    ...(publishProject === undefined ? {} : { publishProject }),
    maintainers: config.obs.maintainers,
    ...(key === undefined ? {} : { key: localFile(loaded, ['obs', 'signing-key'], key) }),
    builders,
    packages: planPackages(
      names,
      { version, cells, builders, history: request.history, folders: request.folders ?? new Set() },
      loaded,
    ),
    siblings: Object.keys(config.packages),
    cells,
    architectures: addArchitectures(config.architectures).filter(({ obs }) => used.has(obs)),
  }
}

function planBuilder(
  name: string,
  builder: Builder,
  version: Version,
  { publishProject, buildProject }: { readonly publishProject: string | undefined; readonly buildProject: string },
  loaded: LoadedConfig,
): PlannedBuilder {
  const { architectures, format, paths } = builder
  const chosen = architectures.filter(({ versions }) => versions === undefined || isWithin(version, versions))
  const template = loaded.config.obs['download-url']
  const url = fillRepositoryUrl(template, publishProject ?? buildProject, name)
  const buildUrl = publishProject === undefined ? undefined : fillOtherUrl(template, buildProject, name)
  const at = formatLocation(loaded.locate(['builders', name], 'key'))
  const base = planBase(builder)
  const own = { name, format, paths, architectures: chosen.map((each) => each.name), url, at }
  return { ...own, ...(buildUrl === undefined ? {} : { buildUrl }), ...(base && { base }) }
}

interface Frame {
  readonly version: Version
  readonly cells: readonly Cell[]
  readonly builders: readonly PlannedBuilder[]
  readonly history: History
  readonly folders: ReadonlySet<string>
}

/** Plans every package, and tells of everything that cannot be decided. */
function planPackages(names: readonly string[], frame: Frame, loaded: LoadedConfig): PlannedPackage[] {
  const problems: Problem[] = []
  const planned = names.flatMap((name) => {
    const blame = (path: readonly string[], problem: string) => {
      const whole = ['packages', name, ...path]
      const message = `${whole.join('.')} ${problem}.`
      if (!problems.some((each) => each.message === message)) problems.push({ message, at: loaded.locate(whole, 'key') })
    }
    return planPackage(name, frame, loaded, blame) ?? []
  })
  if (problems.length > 0) throw new UserError(problems)
  return planned
}

function planPackage(
  name: string,
  { version: release, cells, builders, history, folders }: Frame,
  loaded: LoadedConfig,
  blame: (path: readonly string[], problem: string) => void,
): PlannedPackage | undefined {
  const pkg = loaded.config.packages[name]
  if (!pkg) throw new Error(`${name} was selected from a config that lacks it`)
  const found = packageVersion(pkg, release, loaded.config.versions)
  if ('problem' in found) {
    blame(['version'], found.problem)
    return undefined
  }
  const { version } = found
  const own = cells.filter((cell) => cell.package === name)
  if (own.length === 0) blame([], 'is built by no builder: none has its format and architecture')
  const isForAll = pkg.architectures?.includes(noarch) === true
  const architectures = isForAll ? [noarch] : [...new Set(own.map(({ architecture }) => architecture))]
  const epochOf = (other: string) => (loaded.config.packages[other] ?? pkg).epoch
  const building = builders.filter(({ name: builder }) => own.some((cell) => cell.builder === builder))
  const architecturesOf = (where: PlannedBuilder | Format) => {
    const here = building.filter((builder) => builder === where || builder.format === where).map((builder) => builder.name)
    const built = own.filter(({ builder }) => here.includes(builder)).map(({ architecture }) => architecture)
    return isForAll ? [noarch] : [...new Set(built)]
  }
  const { builds, files, units, scripts, ...others } = planContent(
    { name, pkg, version, builders: building, architecturesOf, folders, epochOf },
    loaded,
    blame,
  )
  const { summary, description, license, maintainer, url, section, spec, rpmlint, lintian } = pkg
  const platforms = pkg.platforms.filter((each) => !each.startsWith('linux/'))
  const known = addArchitectures(loaded.config.architectures)
  const targets = [...architectures, ...platforms]
  return {
    name,
    version,
    ...(pkg.epoch === undefined ? {} : { epoch: pkg.epoch }),
    time: releaseTime(version, history),
    tarball: `${name}_${version.package}.orig.tar.xz`,
    at: formatLocation(loaded.locate(['packages', name], 'key')),
    metadata: { summary, description, license, maintainer, url, section },
    architectures,
    platforms,
    builds,
    sources: planSources({ name, pkg, version, release, targets, known, builders }, loaded, blame),
    files,
    units,
    documents: planDocuments(name, pkg, loaded),
    scripts,
    ...others,
    accounts: planAccounts(pkg),
    tmpfiles: tmpfilesOf(pkg),
    changelog: planChangelog(name, pkg, version, history, loaded),
    ...(spec === undefined ? {} : { spec: localFile(loaded, ['packages', name, 'spec'], spec) }),
    rpmlint,
    lintian,
  }
}

function cellsOf(name: string, builders: readonly PlannedBuilder[], { packages }: Config): Cell[] {
  const pkg = packages[name]
  return builders
    .filter(({ format }) => pkg?.formats?.includes(format) ?? true)
    .flatMap((builder) =>
      (pkg?.architectures?.includes(noarch) === true
        ? // Once: every build of it would be published at the same place.
          builder.architectures.slice(0, 1)
        : builder.architectures.filter((architecture) => pkg?.architectures?.includes(architecture) ?? true)
      ).map((architecture) => ({ package: name, builder: builder.name, architecture })),
    )
}

/** The version of a package, or why there is none: a carried one has a table of its own. */
export function packageVersion(
  pkg: Package,
  product: Version,
  rules: SuffixRules = {},
): { version: Version } | { problem: string } {
  if (pkg.version === undefined) return { version: product }
  const choice = chooseByVersion(pkg.version, product)
  if ('problem' in choice) return choice
  const text = expandTemplate(choice.value, { version: coreOf(product), minor: product.minor })
  const version = readTag(text, rules)
  return version ? { version } : { problem: `says ${text}, which is no version` }
}
