/** A bound on the version of another package: `>= 1.2`. */
export interface Bound {
  readonly operator: string
  /** A version as packages carry it; in a config it may hold a placeholder. */
  readonly version: string
}

/** What a package wants of the versions of another one: all of the bounds, any version when there is none. */
export interface Constraint {
  /** False for `none`: there is no relation at all. */
  readonly holds: boolean
  readonly bounds: readonly Bound[]
}

const whole = /^(?:any|none|(?:(?:>=|<=|>|<|=)\s*[\w.+~^:{}-]+\s*)+)$/

/** Whether a text is `any`, `none` or a list of comparisons. */
export function isConstraint(text: string): boolean {
  return whole.test(text)
}

/** Reads a constraint that {@link isConstraint} has accepted. */
export function parseConstraint(text: string): Constraint {
  const bounds = [...text.matchAll(/(>=|<=|>|<|=)\s*([^\s<>=]+)/g)].map(([, operator = '', version = '']) => ({
    operator,
    version,
  }))
  return { holds: text !== 'none', bounds }
}
