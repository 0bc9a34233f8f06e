import * as v from 'valibot'
import { hashBytes } from '../host/file.js'

const shape = v.object({
  subject: v.string(),
  since: v.string(),
  firstRun: v.exactOptional(v.string()),
  digest: v.string(),
  failing: v.exactOptional(v.array(v.string())),
  comments: v.pipe(v.number(), v.integer(), v.minValue(0)),
})

/** What an issue of ours remembers from one run to the next, in a comment that is not seen. */
export interface Mark {
  /** What the issue is about, and by what it is found again. */
  readonly subject: string
  /** The day on which it began, such as 2026-01-31. */
  readonly since: string
  /** The address of the run that saw it first. */
  readonly firstRun?: string
  /** Of the names of what fails. */
  readonly digest: string
  /** The names themselves, unless they are too many. */
  readonly failing?: readonly string[]
  /** How many of our comments there are: the next one has the next number, so that it is never written twice. */
  readonly comments: number
}

const mostBytes = 8 * 1024

/** The part of a mark that says what fails. */
export function rememberNames(names: readonly string[]): Pick<Mark, 'digest' | 'failing'> {
  const digest = hashBytes(names.join('\n'), 'sha256').slice(0, 16)
  return Buffer.byteLength(encode(names)) > mostBytes ? { digest } : { digest, failing: names }
}

/** Writes a mark as a comment of HTML on a line of its own. */
export function writeMark(mark: Mark): string {
  return `<!-- obs-publish report-issue ${encode(mark)} -->`
}

/** Reads the mark of an issue; undefined for one that the suite did not open. A quoted mark is none. */
export function readMark(body: string): Mark | undefined {
  const text = /^<!-- obs-publish report-issue (\{.*\}) -->\r?$/m.exec(body)?.[1]
  if (text === undefined) return undefined
  try {
    const result = v.safeParse(shape, JSON.parse(text))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}

/** A body with another mark in place of its own. */
export function replaceMark(body: string, mark: Mark): string {
  return body.replace(/^<!-- obs-publish report-issue \{.*\} -->(?=\r?$)/m, () => writeMark(mark))
}

/** The line by which a comment of ours is found again: `key` says which one of the issue it is. */
export function markComment(key: string): string {
  return `<!-- obs-publish report-issue comment ${key} -->`
}

/** JSON that no comment of HTML ends at. */
function encode(value: unknown): string {
  return JSON.stringify(value).replace(/[<>-]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
