/**
 * The kinds of input an operation can declare. Each turns the text that a door hands over into a value, or
 * throws an Error whose message completes the sentence "input `x` …".
 */
export interface Input<T> {
  readonly type: 'text' | 'path' | 'list' | 'boolean' | 'integer' | 'duration' | 'choice' | 'json'
  readonly description: string
  /** As text, as it stands in action.yml. */
  readonly default?: string
  /** What the action alone has by default: an expression of GitHub's. */
  readonly actionDefault?: string
  readonly required: boolean
  /** Masked before first use, never logged. */
  readonly secret: boolean
  readonly choices?: readonly string[]
  readonly parse: (text: string) => T
}

/** The named inputs of an operation; names are kebab-case. */
export type Inputs = Readonly<Record<string, Input<unknown>>>

/** The values that declared inputs become. */
export type InputValues<I extends Inputs> = { readonly [K in keyof I]: I[K] extends Input<infer T> ? T : never }

interface Common {
  readonly description: string
  readonly secret?: boolean
  readonly actionDefault?: string
}
type Sure = Common &
  ({ readonly required: true; readonly default?: never } | { readonly default: string; readonly required?: never })
type Optional = Common & { readonly required?: never; readonly default?: never }

function declare<T>(type: Input<T>['type'], options: Sure | Optional, parse: (text: string) => T): Input<T> {
  return {
    type,
    description: options.description,
    required: options.required ?? false,
    secret: options.secret ?? false,
    ...(options.default === undefined ? {} : { default: options.default }),
    ...(options.actionDefault === undefined ? {} : { actionDefault: options.actionDefault }),
    parse,
  }
}

/** Any text. */
export function text(options: Sure): Input<string>
export function text(options: Optional): Input<string | undefined>
export function text(options: Sure | Optional): Input<string | undefined> {
  return declare<string | undefined>('text', options, (value) => value)
}

/** A file or folder; relative paths start at the working directory. */
export function path(options: Sure): Input<string>
export function path(options: Optional): Input<string | undefined>
export function path(options: Sure | Optional): Input<string | undefined> {
  return declare<string | undefined>('path', options, (value) => value)
}

/** Several values, separated by newlines or commas; absent means an empty list. */
export function list(options: Common & { readonly default?: string }): Input<readonly string[]> {
  const split = (value: string) =>
    value
      .split(/[\n,]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
  return declare('list', { default: '', ...options }, split)
}

/** True or false in the spellings of the YAML 1.2 core schema. */
export function boolean(options: Common & { readonly default: 'true' | 'false' }): Input<boolean> {
  return declare('boolean', options, (value) => {
    if (/^(true|True|TRUE)$/.test(value)) return true
    if (/^(false|False|FALSE)$/.test(value)) return false
    throw new Error(`must be true or false, not ${JSON.stringify(value)}`)
  })
}

/** A whole number of at least `minimum`. */
export function integer(options: Sure & { readonly minimum?: number; readonly maximum?: number }): Input<number> {
  return declare('integer', options, (value) => {
    const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = options
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < minimum || number > maximum) {
      throw new Error(`must be a whole number from ${minimum} to ${maximum}, not ${JSON.stringify(value)}`)
    }
    return number
  })
}

const unitSeconds = { d: 86_400, h: 3600, m: 60, s: 1 }

/** A span of time such as `14d`, `5h30m`, `90s` or `90` (seconds), of at least `minimum` seconds; the value is in milliseconds. */
export function duration(standard: string, options: Common & { readonly minimum?: number }): Input<number> {
  return declare('duration', { ...options, default: standard }, (value) => {
    const parts = /^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s?)?$/.exec(value)
    if (value === '' || !parts?.groups) throw new Error(`must be a duration such as 5h30m or 90s, not ${JSON.stringify(value)}`)
    const { d = 0, h = 0, m = 0, s = 0 } = parts.groups
    const seconds = Number(d) * unitSeconds.d + Number(h) * unitSeconds.h + Number(m) * unitSeconds.m + Number(s)
    const { minimum = 0 } = options
    if (seconds < minimum) throw new Error(`must be at least ${minimum}s, not ${JSON.stringify(value)}`)
    return seconds * 1000
  })
}

/** One of a few words. */
export function choice<const C extends string>(choices: readonly C[], options: Common & { readonly default: C }): Input<C> {
  const input = declare('choice', options, (value) => {
    const found = choices.find((candidate) => candidate === value)
    if (found === undefined) throw new Error(`must be one of ${choices.join(', ')}, not ${JSON.stringify(value)}`)
    return found
  })
  return { ...input, choices }
}

/** JSON text of a shape that `check` accepts; `check` throws an Error whose message completes "… must be". */
export function json<T>(check: (value: unknown) => T, options: Sure): Input<T>
export function json<T>(check: (value: unknown) => T, options: Optional): Input<T | undefined>
export function json<T>(check: (value: unknown) => T, options: Sure | Optional): Input<T | undefined> {
  return declare<T | undefined>('json', options, (value) => {
    let parsed: unknown
    try {
      parsed = JSON.parse(value)
    } catch (error) {
      throw new Error(`is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
    return check(parsed)
  })
}
