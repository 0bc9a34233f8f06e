import type { PlannedFile, PlannedPackage } from './plan.js'

/** A spec of a package by its name without the ending, and the package as it is there. */
export interface PlannedSpec {
  readonly name: string
  /** The only builder that takes it; undefined for the one of all others. */
  readonly builder?: string
  readonly planned: PlannedPackage
}

/**
 * The specs of a package, the one of most builders first. OBS takes `<package>-<builder>.spec` in the builder of that name,
 * and `<package>.spec` where there is none. A spec of the user's is the only one.
 */
export function listSpecs(planned: PlannedPackage): readonly [PlannedSpec, ...PlannedSpec[]] {
  const { name, spec, variants = [] } = planned
  const whole = { name, planned }
  if (spec !== undefined) return [whole]
  return [
    whole,
    ...variants.map(({ builder }) => ({ name: `${name}-${builder}`, builder, planned: packageIn(planned, builder) })),
  ]
}

/** The spec that a builder takes. */
export function specFor(planned: PlannedPackage, builder: string): PlannedSpec {
  const [whole, ...others] = listSpecs(planned)
  return others.find((each) => each.builder === builder) ?? whole
}

/** A package as it is in a builder. */
export function packageIn(planned: PlannedPackage, builder: string): PlannedPackage {
  const variant = planned.variants?.find((each) => each.builder === builder)
  if (variant === undefined) return planned
  const { format, relations, files = planned.files, units = planned.units, scripts = planned.scripts } = variant
  const builds = planned.builds.map((build) =>
    build.format === format && relations !== undefined ? { ...build, relations } : build,
  )
  return { ...planned, builds, files, units, scripts }
}

/** Whether two builders of a format have a package alike. */
export function isAlike({ variants = [] }: PlannedPackage, one: string, other: string): boolean {
  const [left, right] = [one, other].map((name) => {
    const variant = variants.find(({ builder }) => builder === name)
    return variant && JSON.stringify({ ...variant, builder: undefined })
  })
  return left === right
}

/** What a package installs in any builder, each file once: all of it is in its one tarball. */
export function listAllFiles({ files, variants = [] }: PlannedPackage): readonly PlannedFile[] {
  const all = [...files, ...variants.flatMap((each) => each.files ?? [])]
  return [...new Map(all.map((file) => [JSON.stringify(file), file])).values()]
}
