import type { LoadedConfig } from '../config/config.js'
import type { Package } from '../config/schema.js'
import { packageFor } from '../config/scope.js'
import { formats, type Format } from '../format.js'
import type { Version } from '../version/version.js'
import { planAccountRelations } from './account.js'
import type { PlannedBuilder, PlannedPackage, PlannedRelation, PlannedVariant } from './plan.js'
import { planFiles, planUnits } from './planned-file.js'
import { planRelations, type Blame } from './relation.js'
import { planScripts } from './script.js'
import { planCapabilities, planInterpreters } from './script-relation.js'

/** What of a package may differ between builders of one format. */
export type Content = Pick<PlannedPackage, 'builds' | 'files' | 'units' | 'scripts' | 'variants'>

/** The package whose content is planned, and what is known of it. */
export interface ContentRequest {
  readonly name: string
  readonly pkg: Package
  readonly version: Version
  /** Those that build it. */
  readonly builders: readonly PlannedBuilder[]
  /** Those of the package in a builder, or in all of a format; `noarch` alone for one that fits every machine. */
  readonly architecturesOf: (where: PlannedBuilder | Format) => readonly string[]
  readonly folders: ReadonlySet<string>
  readonly epochOf: (name: string) => number | undefined
}

/** Decides what a package is in the first builder of each format, and how it differs in others. */
export function planContent(request: ContentRequest, loaded: LoadedConfig, blame: Blame): Content {
  const { name, pkg, builders } = request
  const places = new Map<string, string>()
  // Trees are numbered in the order of the config, whichever builders have them.
  planFiles(name, pkg, { ...request, places }, loaded, blame)
  const first = formats.flatMap((format) => builders.find((builder) => builder.format === format) ?? [])
  const content = planFor(first, request, places, loaded, blame)
  const variants = builders
    .filter((builder) => !first.includes(builder))
    .flatMap((builder): PlannedVariant[] => {
      const own = first.map((each) => (each.format === builder.format ? builder : each))
      const difference = differ(content, planFor(own, request, places, loaded, blame), builder)
      return Object.keys(difference).length === 0 ? [] : [{ builder: builder.name, format: builder.format, ...difference }]
    })
  return { ...content, ...(variants.length === 0 ? {} : { variants }) }
}

/** The content in some builders, one of each format. */
function planFor(
  builders: readonly PlannedBuilder[],
  { name, pkg: whole, version, architecturesOf, folders, epochOf }: ContentRequest,
  places: Map<string, string>,
  loaded: LoadedConfig,
  blame: Blame,
): Omit<Content, 'variants'> {
  const pkg = packageFor(whole, builders)
  const builds = builders.map((builder) => {
    const { format } = builder
    const architectures = architecturesOf(format)
    const relations = planRelations(pkg, { version, format, architectures, built: architecturesOf(builder), epochOf }, blame)
    const generated = [
      ...planAccountRelations(pkg, format, relations),
      ...planInterpreters(pkg, format, relations),
      ...planCapabilities(pkg, version, format, relations),
    ]
    return { format, architectures, relations: [...relations, ...generated] }
  })
  const files = planFiles(name, pkg, { version, architecturesOf, folders, places }, loaded, blame)
  return {
    builds,
    files,
    units: planUnits(pkg, version, files),
    scripts: planScripts(
      pkg,
      builds.map(({ format }) => format),
    ),
  }
}

/** The parts that a builder has otherwise. */
function differ(content: Omit<Content, 'variants'>, own: Omit<Content, 'variants'>, { format }: PlannedBuilder) {
  const isOther = (left: unknown, right: unknown) => JSON.stringify(left) !== JSON.stringify(right)
  const relationsOf = ({ builds }: Omit<Content, 'variants'>): readonly PlannedRelation[] =>
    builds.find((build) => build.format === format)?.relations ?? []
  return {
    ...(isOther(relationsOf(content), relationsOf(own)) ? { relations: relationsOf(own) } : {}),
    ...(isOther(content.files, own.files) ? { files: own.files } : {}),
    ...(isOther(content.units, own.units) ? { units: own.units } : {}),
    ...(isOther(content.scripts, own.scripts) ? { scripts: own.scripts } : {}),
  }
}
