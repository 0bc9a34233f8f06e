import type { Format } from '../../../src/format.js'
import type { Check } from '../../../src/verify/request.js'
import type { Desk } from './desk.js'
import type { Route } from './hostile-site.js'

/** What of a request differs from the usual one. */
export interface Changes {
  readonly format?: Format
  /** Undefined to trust what the repository publishes. */
  readonly key?: string | undefined
  readonly checks?: ReadonlySet<Check>
  /** Default: 1.0.0. */
  readonly version?: string
}

/** A repository that is odd or damaged in one way. */
export interface CorpusCase {
  readonly name: string
  readonly base: 'flat' | 'dists' | 'rpm'
  readonly spoil?: ((desk: Desk) => Promise<unknown>) | undefined
  readonly routes?: ((desk: Desk) => Readonly<Record<string, Route>>) | undefined
  /** In place of the repository's own: what follows the host's address. */
  readonly address?: string | undefined
  readonly request?: ((desk: Desk) => Changes) | undefined
  /** What the worst row says, as `check subject: evidence`; undefined when all rows pass. */
  readonly says?: RegExp | undefined
  /** What a row that is no failure warns of. */
  readonly warns?: RegExp | undefined
}

type Extra = Partial<Pick<CorpusCase, 'routes' | 'address' | 'request'>>

/** A case that every package manager takes. */
export function takes(base: CorpusCase['base'], name: string, spoil?: CorpusCase['spoil'], extra: Extra = {}): CorpusCase {
  return { base, name, spoil, ...extra }
}

/** A case that must fail with a row that says this. */
export function refuses(
  base: CorpusCase['base'],
  name: string,
  says: RegExp,
  spoil?: CorpusCase['spoil'],
  extra: Extra = {},
): CorpusCase {
  return { base, name, says, spoil, ...extra }
}

/** A case that passes with a warning. */
export function warns(
  base: CorpusCase['base'],
  name: string,
  warns: RegExp,
  spoil?: CorpusCase['spoil'],
  extra: Extra = {},
): CorpusCase {
  return { base, name, warns, spoil, ...extra }
}
