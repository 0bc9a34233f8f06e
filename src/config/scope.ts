import type { Format } from '../format.js'

/** Where something of a config holds; what is not named narrows nothing. */
export interface Scope {
  readonly formats?: readonly Format[] | undefined
  readonly builders?: readonly string[] | undefined
  readonly architectures?: readonly string[] | undefined
}

/** What of a builder decides where things hold. */
export interface ScopeBuilder {
  readonly name: string
  readonly format: Format
  readonly architectures: readonly string[]
}

/**
 * The architectures of a format that something holds on, or why its spec cannot say so: all builders of a format build one
 * spec, so that two of them for one architecture get the same.
 */
export function architecturesIn(
  { formats, builders: chosen, architectures }: Scope,
  format: Format,
  builders: readonly ScopeBuilder[],
): { on: readonly string[] } | { problem: string } {
  if (formats !== undefined && !formats.includes(format)) return { on: [] }
  const own = builders.filter((builder) => builder.format === format)
  const all = [...new Set(own.flatMap((builder) => builder.architectures))]
  const on: string[] = []
  for (const architecture of all.filter((each) => architectures?.includes(each) ?? true)) {
    const here = own.filter((builder) => builder.architectures.includes(architecture))
    const forgotten = here.find(({ name }) => chosen !== undefined && !chosen.includes(name))
    if (forgotten === undefined) on.push(architecture)
    else if (here.some(({ name }) => chosen?.includes(name) === true))
      return {
        problem: `leaves out the builder ${forgotten.name}, which builds the same ${format} for ${architecture} of one spec; name it too, or let one of them build ${architecture}`,
      }
  }
  return { on }
}
