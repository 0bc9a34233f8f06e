/**
 * The four kinds of failure. Each message is one sentence for the person who can mend it; the doors turn
 * a kind into an exit code and an annotation, and anything that is none of these is reported as a bug.
 */

/** A place in a file of the user's: lines and columns count from 1. */
export interface Location {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** Writes a location as `path:line:column`, as far as it is known. */
export function formatLocation(at: Location): string {
  return [at.file, at.line, at.column].filter((part) => part !== undefined).join(':')
}

/** Reads what {@link formatLocation} has written; a file's name may hold colons itself. */
export function parseLocation(text: string): Location {
  const [, file = text, line, column] = /^(.*?)(?::(\d+)(?::(\d+))?)?$/s.exec(text) ?? []
  return { file, ...(line && { line: Number(line) }), ...(column && { column: Number(column) }) }
}

/** One thing wrong with what the user gave. */
export interface Problem {
  readonly message: string
  readonly at?: Location
}

/** Wrong input, config or credentials: exit code 2. Holds every problem found, not just the first. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly problems: readonly Problem[]

  constructor(problems: string | readonly Problem[], options?: ErrorOptions) {
    const list = typeof problems === 'string' ? [{ message: problems }] : problems
    super(list.map(formatProblem).join('\n'), options)
    this.problems = list
  }
}

/** Writes a problem on one line, its place first. */
export function formatProblem(problem: Problem): string {
  return problem.at ? `${formatLocation(problem.at)}: ${problem.message}` : problem.message
}

/** The work itself failed, a build or a check: exit code 1. */
export class WorkError extends Error {
  override readonly name = 'WorkError'
  /** Whether the operation's report says all of it. */
  readonly reported: boolean

  constructor(message: string, options: ErrorOptions & { readonly reported?: boolean } = {}) {
    super(message, options)
    this.reported = options.reported === true
  }
}

/** A program failed: exit code 3. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
  /** The command line; it never holds a secret, because those are not passed as arguments. */
  readonly command: string
  /** The exit code; undefined when the program could not be started. */
  readonly code: number | undefined
  readonly stderr: string

  constructor(details: { command: string; code: number | undefined; stderr: string; hint?: string }) {
    const line = lastUsefulLine(details.stderr)
    const how = details.code === undefined ? 'could not be started' : `ended with exit code ${details.code}`
    super(`\`${details.command}\` ${how}${line ? `: ${line}` : ''}${details.hint ? ` (${details.hint})` : ''}`)
    this.command = details.command
    this.code = details.code
    this.stderr = details.stderr
  }
}

/** A service answered with an error or not at all: exit code 3. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly url: string
  /** The HTTP status; undefined when no answer came. */
  readonly status: number | undefined
  /** Whether the same request may succeed later. */
  readonly retriable: boolean

  /** @param details with `unfinished` it did answer, and what was asked of it is not done yet: `reason` is a whole sentence then */
  constructor(details: {
    url: string
    status?: number | undefined
    reason: string
    retriable?: boolean
    hint?: string
    unfinished?: boolean
  }) {
    const url = redactUrl(details.url)
    const retriable = details.retriable ?? isRetriable(details.status)
    const advice = details.hint ?? (retriable ? 'a later run may succeed' : 'running it again will not help')
    const answer = details.unfinished === true ? '' : `${url} answered ${details.status ?? 'nothing'}: `
    super(`${answer}${details.reason}; ${advice}`)
    this.url = url
    this.status = details.status
    this.retriable = retriable
  }
}

/** Whether an HTTP status, or no answer at all, may be different on the next try (RFC 9110, 15.5.9 and 15.6). */
export function isRetriable(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 429 || (status >= 500 && status !== 501)
}

/** Removes user name, password and query from a URL before it is shown. */
export function redactUrl(url: string): string {
  try {
    const parsed = new URL(url)
    parsed.username = ''
    parsed.password = ''
    parsed.search = ''
    return parsed.href
  } catch {
    // A path of an API, whose colons and slashes a person wants to read.
    return decodeURIComponent(url)
  }
}

/** The exit code that a failure of a given kind ends with. What the file system refused decides also behind a WorkError. */
export function exitCodeOf(error: unknown): 1 | 2 | 3 {
  if (error instanceof UserError) return 2
  if (error instanceof ToolError || error instanceof ServiceError) return 3
  return findRefusal(error instanceof WorkError ? error.cause : error)?.exitCode ?? 1
}

const issues = 'https://github.com/obs-publish/obs-publish/issues'

/**
 * The sentence shown for a failure; only a bug shows its stack.
 * @param version of the suite, which a report of a bug needs
 */
export function describeError(error: unknown, version: string): string {
  if (error instanceof UserError || error instanceof WorkError || error instanceof ToolError || error instanceof ServiceError) {
    return error.message
  }
  const refusal = describeRefusal(error)
  if (refusal !== undefined) return refusal
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `This is a bug in obs-publish ${version}; please report it at ${issues} with these lines: ${text}`
}

/** What a file system refuses when a path is wrong, by the code of Node's error: what somebody named, to be corrected. */
const mistakes: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EEXIST: 'something else is there already',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'it is not permitted',
}

/** What it refuses as this machine is now: a later run may succeed. */
const shortages: Readonly<Record<string, string>> = {
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the device failed',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  ENOSPC: 'no space is left on the device',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'the program runs',
}

interface Refusal {
  /** A clause, to be read after "because". */
  readonly reason: string
  readonly exitCode: 2 | 3
  readonly code: string
  readonly syscall: string
  readonly path: string | undefined
}

function findRefusal(error: unknown): Refusal | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('syscall' in error)) return undefined
  const { code, syscall } = error
  if (typeof code !== 'string' || typeof syscall !== 'string' || /^(?:connect|bind|listen|spawn)/.test(syscall)) return undefined
  const reason = mistakes[code] ?? shortages[code]
  if (reason === undefined) return undefined
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined
  return { reason, exitCode: code in mistakes ? 2 : 3, code, syscall, path }
}

/** The sentence about an error by which the file system refuses something; undefined for any other error. */
export function describeRefusal(error: unknown): string | undefined {
  const refusal = findRefusal(error)
  if (refusal === undefined) return undefined
  const { path, syscall, reason, code } = refusal
  const what = path === undefined ? `A ${syscall} failed` : `${path} cannot be used (${syscall})`
  return `${what}, because ${reason} (${code}); mend that and try again.`
}

/** Why the file system refuses something, as a clause to be read after "because"; undefined for any other error. */
export function reasonOfRefusal(error: unknown): string | undefined {
  return findRefusal(error)?.reason
}

function lastUsefulLine(text: string): string {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim())
  return lines.findLast((line) => line !== '') ?? ''
}
