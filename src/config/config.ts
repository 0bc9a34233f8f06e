import * as v from 'valibot'
import { nearest } from '../declaration/nearest.js'
import { UserError, type Location, type Problem } from '../error.js'
import { parseConfigDocument, type ConfigDocument, type Step } from './document.js'
import { checkTemplates } from './template.js'
import { mergeValues } from './merge.js'
import { configSchema, type Config } from './schema.js'

/** A config and the way back to the lines it came from. */
export interface LoadedConfig {
  readonly config: Config
  /** Where a value stands in the file that set it; its nearest known parent when it stands nowhere. */
  readonly locate: (path: readonly Step[]) => Location
  /** The folder of the file that set a value: a preset's paths are relative to the preset. */
  readonly folderOf: (path: readonly Step[]) => string
}

/** The file or preset that a document extends, if any. */
export function extendedBy(document: ConfigDocument): string | undefined {
  const { value } = document
  if (typeof value !== 'object' || value === null || !('extends' in value)) return undefined
  return typeof value.extends === 'string' ? value.extends : undefined
}

/**
 * Merges a config with those it extends and validates the result. Throws a {@link UserError} that holds
 * every problem with its `file:line:column`.
 * @param documents the config itself first, then what it extends, then what that extends
 */
export function readConfig(documents: readonly [ConfigDocument, ...ConfigDocument[]]): LoadedConfig {
  const merged = documents.reduceRight<unknown>((base, { value }) => mergeValues(base, value), {})
  const locate = (path: readonly Step[], part: 'key' | 'value' = 'value') => findIn(documents, path, part).at
  const result = v.safeParse(configSchema, merged)
  if (!result.success) throw new UserError(result.issues.flatMap((issue) => explain(issue, locate)))
  const problems = checkTemplates(result.output).map(({ path, message }): Problem => ({ message, at: locate(path) }))
  problems.push(...checkStable(result.output, locate))
  if (problems.length > 0) throw new UserError(problems)
  const folderOf = (path: readonly Step[]) => findIn(documents, path, 'value').document.folder
  return { config: result.output, locate, folderOf }
}

/** Parses one text that extends nothing; for tests and tools. */
export function parseConfig(file: string, text: string): LoadedConfig {
  return readConfig([parseConfigDocument(file, text)])
}

/** The document that sets a value, or its nearest parent, and where. */
function findIn(
  documents: readonly [ConfigDocument, ...ConfigDocument[]],
  path: readonly Step[],
  part: 'key' | 'value',
): { document: ConfigDocument; at: Location } {
  for (let length = path.length; length > 0; length--) {
    for (const document of documents) {
      const at = document.locate(path.slice(0, length), length === path.length ? part : 'key')
      if (at) return { document, at }
    }
  }
  const [document] = documents
  return { document, at: { file: document.file, line: 1, column: 1 } }
}

type Locate = (path: readonly Step[], part?: 'key' | 'value') => Location

function explain(issue: v.BaseIssue<unknown>, locate: Locate): Problem[] {
  const nested = issue.issues
  if (issue.type === 'union' && nested) {
    // The alternative that got furthest is the one that was meant.
    const depth = (each: v.BaseIssue<unknown>) => each.path?.length ?? 0
    const deepest = Math.max(...nested.map(depth))
    const prefix = issue.path ?? []
    const closest = nested.filter((each) => depth(each) === deepest && each.type !== 'strict_object')
    if (deepest > 0 && closest[0]) return explain(withPrefix(closest[0], prefix), locate)
  }
  const path = (issue.path ?? []).map((item) => item.key as Step) // keys of YAML maps and lists are strings and numbers
  const name = path.map(String).join('.') || 'the config'
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return [{ message: `${name} is not a known key.${suggest(issue, path)}`, at: locate(path, 'key') }]
  }
  if (issue.received === 'undefined') return [{ message: `${name} is missing.`, at: locate(path.slice(0, -1), 'key') }]
  const received = issue.received === 'Object' ? '' : `, not ${issue.received}`
  return [{ message: `${name} ${requirement(issue)}${received}.`, at: locate(path) }]
}

/** `must be one of x86_64, aarch64`, from what the schema says or expected. */
function requirement({ message, expected }: v.BaseIssue<unknown>): string {
  if (message.startsWith('must')) return message
  const choices = /^\((.*)\)$/.exec(expected ?? '')?.[1]
  if (choices !== undefined) return `must be one of ${choices.replaceAll(' | ', ', ').replaceAll('"', '')}`
  const kinds: Readonly<Record<string, string>> = { Object: 'a map', Array: 'a list', string: 'text', boolean: 'true or false' }
  return `must be ${kinds[expected ?? ''] ?? expected ?? 'something else'}`
}

function withPrefix(issue: v.BaseIssue<unknown>, prefix: readonly v.IssuePathItem[]): v.BaseIssue<unknown> {
  const path = [...prefix, ...(issue.path ?? [])]
  const [first, ...rest] = path
  return first ? { ...issue, path: [first, ...rest] } : issue
}

function suggest(issue: v.BaseIssue<unknown>, path: readonly Step[]): string {
  const known = knownKeys(path.slice(0, -1))
  const similar = nearest(String(path.at(-1) ?? issue.received), known)
  return similar ? ` Did you mean ${similar}?` : known.length > 0 ? ` Known here: ${known.join(', ')}.` : ''
}

/** The keys that the schema knows at a path. */
function knownKeys(path: readonly Step[]): string[] {
  let schema: unknown = configSchema
  for (const step of path) schema = inner(schema, step)
  return entriesOf(schema)
}

function inner(schema: unknown, step: Step): unknown {
  const found = unwrap(schema)
  if (typeof found !== 'object' || found === null) return undefined
  if ('entries' in found && typeof found.entries === 'object' && found.entries !== null)
    return Reflect.get(found.entries, String(step))
  if ('value' in found) return found.value
  return 'item' in found ? found.item : undefined
}

function entriesOf(schema: unknown): string[] {
  const found = unwrap(schema)
  if (typeof found !== 'object' || found === null) return []
  if ('options' in found && Array.isArray(found.options)) return found.options.flatMap(entriesOf)
  return 'entries' in found && typeof found.entries === 'object' && found.entries !== null ? Object.keys(found.entries) : []
}

function unwrap(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  return 'wrapped' in schema ? unwrap(schema.wrapped) : schema
}

/** A channel called stable promises released versions; no config may weaken that. */
function checkStable(config: Config, locate: Locate): Problem[] {
  const stable = config.channels['stable']
  if (!stable || stable.versions.every((kind) => kind === 'release')) return []
  return [
    {
      message: 'channels.stable.versions must hold release alone: a prerelease never belongs into stable.',
      at: locate(['channels', 'stable', 'versions']),
    },
  ]
}
