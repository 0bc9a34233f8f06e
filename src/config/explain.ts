import type * as v from 'valibot'
import { nearest } from '../nearest.js'
import { formatProblem, type Location, type Problem } from '../error.js'
import type { Key } from './document.js'
import { knownKeys } from './known.js'

type KeysAt = (path: readonly Key[]) => readonly string[]

/** Finds the place of a key or value. */
export type Locate = (path: readonly Key[], part?: 'key' | 'value') => Location

/**
 * Says all that a schema found, each thing once.
 * @param keysAt the keys that the schema knows at a path; default: those of a config
 */
export function explainAll(issues: readonly v.BaseIssue<unknown>[], locate: Locate, keysAt: KeysAt = knownKeys): Problem[] {
  const problems = issues.flatMap((issue) => explain(issue, locate, keysAt))
  return [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()]
}

/** Says what is wrong, where, and what would be right. */
function explain(issue: v.BaseIssue<unknown>, locate: Locate, keysAt: KeysAt): Problem[] {
  const inner = issue.issues?.filter((each) => each.path !== undefined && listForMap(each) === undefined) ?? []
  // Of several alternatives those are meant whose kind fits: only they were looked into.
  if (issue.type === 'union' && inner.length > 0)
    return inner.flatMap((each) => explain(withPrefix(each, issue.path ?? []), locate, keysAt))
  const path = stepsOf(issue.path)
  const list = listForMap(issue)
  if (list !== undefined)
    return [{ message: `${nameOf(path.slice(0, list))} must be a map, not a list.`, at: locate(path.slice(0, list)) }]
  if (issue.type === 'strict_object' && issue.expected === 'never') return explainUnknown(issue, path, locate, keysAt)
  if (issue.received === 'undefined')
    return isMisspelt(issue, path, keysAt)
      ? []
      : [{ message: `${nameOf(path)} is missing.`, at: locate(path.slice(0, -1), 'key') }]
  const part = issue.path?.at(-1)?.origin === 'key' ? 'key' : 'value'
  return [{ message: `${nameOf(path)} ${requirement(issue)}${received(issue)}.${suggestValue(issue)}`, at: locate(path, part) }]
}

/** Every key that a map must not have; the schema tells the first only. */
function explainUnknown(issue: v.BaseIssue<unknown>, path: readonly Key[], locate: Locate, keysAt: KeysAt): Problem[] {
  const around = path.slice(0, -1)
  return unknownKeys(issue, path, keysAt).map((key) => {
    const whole = [...around, key]
    return { message: `${nameOf(whole)} is not a known key.${suggestKey(whole, keysAt)}`, at: locate(whole, 'key') }
  })
}

/** Whether a missing key is there under a name much like it, which is told anyway. */
function isMisspelt(issue: v.BaseIssue<unknown>, path: readonly Key[], keysAt: KeysAt): boolean {
  const known = keysAt(path.slice(0, -1))
  return unknownKeys(issue, path, keysAt).some((key) => nearest(key, known) === path.at(-1))
}

function unknownKeys({ path }: v.BaseIssue<unknown>, steps: readonly Key[], keysAt: KeysAt): string[] {
  const map: unknown = path?.at(-1)?.input
  const known = keysAt(steps.slice(0, -1))
  return typeof map === 'object' && map !== null ? Object.keys(map).filter((key) => !known.includes(key)) : []
}

/** The depth at which a list stands in place of a map: the schema takes its indices for keys. */
function listForMap({ path }: v.BaseIssue<unknown>): number | undefined {
  const depth = (path ?? []).findIndex(({ type, input }) => type === 'object' && Array.isArray(input))
  return depth === -1 ? undefined : depth
}

function stepsOf(path: readonly v.IssuePathItem[] | undefined): Key[] {
  return (path ?? []).map(({ key }) => key as Key) // keys of YAML maps and lists are strings and numbers
}

function nameOf(path: readonly Key[]): string {
  return path.join('.') || 'the file'
}

const kinds: Readonly<Record<string, string>> = {
  Object: 'a map',
  Array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
}

/** `must be one of release, nightly`, from what the schema says or expected. */
function requirement({ message, expected }: v.BaseIssue<unknown>): string {
  if (message.startsWith('must')) return message
  const choices = choicesOf(expected)
  if (choices.every((choice) => choice in kinds))
    return `must be ${[...new Set(choices.map((choice) => kinds[choice]))].join(' or ')}`
  return choices.length === 1 ? `must be ${choices.join()}` : `must be one of ${choices.join(', ')}`
}

/** `, not "rpn"`: what was there instead. */
function received({ received: text, message }: v.BaseIssue<unknown>): string {
  // A rule about what is in a map or list.
  if (message.startsWith('must') && text in kinds) return ''
  return text === 'null' ? ', and is empty' : `, not ${kinds[text] ?? text}`
}

function suggestValue({ input, expected }: v.BaseIssue<unknown>): string {
  const choices = choicesOf(expected)
  const isScalar = typeof input === 'number' || typeof input === 'boolean'
  if (isScalar && choices.includes('string')) return ' Put it into quotes.'
  const meant = typeof input === 'string' ? nearest(input, choices) : undefined
  return meant === undefined || meant in kinds ? '' : ` Did you mean ${meant}?`
}

/** `("deb" | "rpm")` as a list. */
function choicesOf(expected: string | null): string[] {
  return (expected ?? 'something else')
    .replace(/^\((.*)\)$/, '$1')
    .replaceAll('"', '')
    .split(' | ')
}

function withPrefix(issue: v.BaseIssue<unknown>, prefix: readonly v.IssuePathItem[]): v.BaseIssue<unknown> {
  const [first, ...rest] = [...prefix, ...(issue.path ?? [])]
  return first ? { ...issue, path: [first, ...rest] } : issue
}

function suggestKey(path: readonly Key[], keysAt: KeysAt): string {
  const known = keysAt(path.slice(0, -1))
  const similar = nearest(String(path.at(-1)), known)
  return similar ? ` Did you mean ${similar}?` : known.length > 0 ? ` Known here: ${known.join(', ')}.` : ''
}
