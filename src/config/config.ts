import * as v from 'valibot'
import { UserError, type Location, type Problem } from '../error.js'
import { checkConfig, checkPresence } from './check.js'
import { parseConfigDocument, type ConfigDocument, type Key } from './document.js'
import { explainAll, type Locate } from './explain.js'
import { pruneValue } from './prune.js'
import { configSchema, type Config } from './schema.js'

/** A config and the way back to the lines it came from. */
export interface LoadedConfig {
  readonly config: Config
  /** Where a value stands in the file that set it; its nearest known parent when it stands nowhere. */
  readonly locate: Locate
  /**
   * The folder of the file that set a value: a preset's paths are relative to the preset. A value that no file set
   * is the default of the first file that had the map around it.
   */
  readonly folderOf: (path: readonly Key[]) => string
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
  const merged = documents.map(({ value }) => value).reduceRight((base, value) => mergeValues(base, value))
  const locate: Locate = (path, part = 'value') => findIn(documents, path, part).at
  const result = v.safeParse(configSchema, merged)
  const problems = result.success ? [] : explainAll(result.issues, locate)
  const sound = result.success ? result.output : findSound(merged)
  const faults = sound === undefined ? [] : [...checkConfig(sound), ...(result.success ? checkPresence(sound) : [])]
  problems.push(
    ...faults.map(({ path, part, line, message }): Problem => {
      const { document, at } = findIn(documents, path, part ?? 'value')
      return { message, at: (line === undefined ? undefined : document.locateLine(path, line)) ?? at }
    }),
  )
  if (!result.success || problems.length > 0) throw new UserError(inOrder(problems))
  const folderOf = (path: readonly Key[]) => findFolder(documents, path)
  return { config: result.output, locate, folderOf }
}

/** What is left of a config when all that its schema refuses is taken away; undefined when that is too much. */
function findSound(merged: unknown): Config | undefined {
  let value = merged
  for (let round = 0; round < 8; round++) {
    const result = v.safeParse(configSchema, value)
    if (result.success) return result.output
    // Without an architecture that was meant, every mention of it would look wrong.
    if (result.issues.some(({ path }) => path?.[0].key === 'architectures')) return undefined
    value = pruneValue(value, result.issues)
  }
  return undefined
}

/** Parses one text that extends nothing; for tests and tools. */
export function parseConfig(file: string, text: string): LoadedConfig {
  return readConfig([parseConfigDocument(file, text)])
}

/** The document that sets a value, or its nearest parent, and where. */
function findIn(
  documents: readonly [ConfigDocument, ...ConfigDocument[]],
  path: readonly Key[],
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

function findFolder(documents: readonly [ConfigDocument, ...ConfigDocument[]], path: readonly Key[]): string {
  const setting = documents.find((document) => document.locate(path, 'value'))
  if (setting) return setting.folder
  for (let length = path.length - 1; length > 0; length--) {
    const first = documents.findLast((document) => document.locate(path.slice(0, length), 'value'))
    if (first) return first.folder
  }
  return documents[0].folder
}

/** Problems as a reader meets them: by file in the order given, then by line. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ at }) => at?.file))]
  const place = ({ at }: Problem) => [files.indexOf(at?.file), at?.line ?? 0, at?.column ?? 0]
  return problems.toSorted((left, right) => {
    const [one, other] = [place(left), place(right)]
    return one.map((value, index) => value - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0
  })
}

/**
 * Lays one config over another: maps are merged key by key, `null` removes a key, everything else is replaced.
 */
export function mergeValues(base: unknown, overlay: unknown): unknown {
  if (!isMap(base) || !isMap(overlay)) return overlay
  const merged = new Map(Object.entries(base))
  for (const [key, value] of Object.entries(overlay)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergeValues(merged.get(key) ?? {}, value))
  }
  return Object.fromEntries(merged)
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
