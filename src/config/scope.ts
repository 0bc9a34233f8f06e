import { formats as everyFormat, type Format } from '../format.js'
import { relationKinds } from '../relation-kind.js'
import type { Package } from './schema.js'

/** Where something of a config holds; what is not named narrows nothing. */
export interface Scope {
  readonly formats?: readonly Format[] | undefined
  readonly builders?: readonly string[] | undefined
  readonly architectures?: readonly string[] | undefined
}

type Scripts = NonNullable<Package['scripts']>

/** What of a builder decides where things hold. */
export interface ScopeBuilder {
  readonly name: string
  readonly format: Format
  readonly architectures: readonly string[]
}

/** Whether something holds in a builder on some architecture; a builder that does not build it has nothing there. */
export function holdsOn(scope: Scope, builder: ScopeBuilder, architecture: string): boolean {
  const { formats, builders, architectures } = scope
  return (
    builder.architectures.includes(architecture) &&
    (formats?.includes(builder.format) ?? true) &&
    (builders?.includes(builder.name) ?? true) &&
    (architectures?.includes(architecture) ?? true)
  )
}

/** A package as some builders have it, one of each format: what names builders names the formats of those instead. */
export function packageFor(pkg: Package, chosen: readonly Pick<ScopeBuilder, 'name' | 'format'>[]): Package {
  const narrow = <T extends Scope>(entry: T): T => {
    const { builders, formats = everyFormat } = entry
    if (builders === undefined) return entry
    const here = chosen.filter(({ name }) => builders.includes(name)).map(({ format }) => format)
    // One that holds in no format keeps its place in its list, by which it is found in the config.
    return { ...entry, builders: undefined, formats: formats.filter((format) => here.includes(format)) }
  }
  const relations = relationKinds.map((kind) => [kind, mapValues(pkg[kind], (cases) => cases.map(narrow))] as const)
  return {
    ...pkg,
    ...Object.fromEntries(relations),
    files: mapValues(pkg.files, (entry) => (Array.isArray(entry) ? entry.map(narrow) : narrow(entry))),
    units: mapValues(pkg.units, narrow),
    ...(pkg.scripts === undefined ? {} : { scripts: scriptsFor(pkg.scripts, chosen) }),
  }
}

function scriptsFor(scripts: Scripts, chosen: readonly Pick<ScopeBuilder, 'name' | 'format'>[]): Scripts {
  return mapValues(scripts, (value) => {
    if (typeof value !== 'object' || !('builders' in value)) return value
    const { builders = {}, ...others } = value
    const own = chosen.flatMap(({ name, format }) => {
      const body = Object.hasOwn(builders, name) ? builders[name] : undefined
      return body === undefined ? [] : [{ [format]: body }]
    })
    return Object.assign({}, others, ...own) as typeof others // texts or files by format, as before
  })
}

function mapValues<T, R>(map: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]))
}
