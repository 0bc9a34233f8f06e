import type { Builder } from '../config/schema.js'
import type { Format } from '../format.js'
import type { PlannedBuilder } from './plan.js'

/** What the distribution is that packages are installed into: the machine's own, one by its repositories, or an assumed one. */
export type Base = NonNullable<PlannedBuilder['base']>

/** The base where nobody stated one: for debs the machine's own distribution, for rpms one that brings a shell alone. */
export function defaultBase(format: Format): Base {
  return format === 'deb' ? { kind: 'host' } : { kind: 'provides', provides: [] }
}

/** The base that a config states for a builder; undefined when it leaves it to the default. */
export function planBase({ base }: Builder): Base | undefined {
  if (base?.sources !== undefined) return { kind: 'sources', sources: base.sources }
  if (base?.repositories !== undefined) return { kind: 'repositories', urls: base.repositories }
  return base?.provides === undefined ? undefined : { kind: 'provides', provides: base.provides }
}
