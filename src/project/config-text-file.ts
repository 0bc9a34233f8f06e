import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { posix, resolve } from 'node:path'
import type { LoadedConfig } from '../config/config.js'
import type { Key } from '../config/document.js'
import type { Package } from '../config/schema.js'
import { isTmpfilesLine } from '../tmpfiles-line.js'
import { UserError, type Location, type Problem } from '../error.js'

/** A config whose scripts and lines of tmpfiles.d are texts, wherever it names files that have them. */
export async function readTexts(loaded: LoadedConfig): Promise<LoadedConfig> {
  const problems: Problem[] = []
  const files = new Map<string, string>()
  const read = async (path: readonly string[], file: string): Promise<string> => {
    files.set(path.slice(0, -1).join('.'), posix.join(posix.dirname(loaded.locate(path).file), file))
    const refuse = (reason: string) => void problems.push({ message: `${path.join('.')} ${reason}.`, at: loaded.locate(path) })
    const bytes = await readFile(resolve(loaded.folderOf(path), file)).catch(() => undefined)
    if (bytes === undefined) refuse(`names ${file}, which cannot be read; paths are relative to the config`)
    else if (!isUtf8(bytes)) refuse(`names ${file}, which is not UTF-8 text`)
    else if (bytes.includes(0)) refuse(`names ${file}, which is a program and no script; install it by \`files\` and call it`)
    else if (bytes.length === 0) refuse(`names ${file}, which is empty`)
    return bytes?.toString() ?? ''
  }
  /** A line of the file that a text came from, or else where the config has the text. */
  const placeOf = (path: readonly Key[], line?: number, part?: 'key' | 'value'): Location => {
    const file = files.get(path.join('.'))
    return file === undefined || line === undefined ? loaded.locate(path, part) : { file, line: line + 1, column: 1 }
  }
  const packages: Record<string, Package> = {}
  for (const [name, pkg] of Object.entries(loaded.config.packages)) packages[name] = await readPackageTexts(name, pkg, read)
  const config = { ...loaded.config, packages }
  for (const [name, { tmpfiles }] of Object.entries(packages))
    for (const [index, line] of linesIn(tmpfiles).entries())
      if (!isTmpfilesLine(line) && !/^\s*(#|$)/.test(line)) {
        const path = ['packages', name, 'tmpfiles']
        const message = `${path.join('.')} has "${line}", which is no line of tmpfiles.d(5).`
        problems.push({ message, at: placeOf(path, index) })
      }
  // Only here, because the check of a config costs every start of a command that needs none.
  if (problems.length > 0) throw new UserError(problems)
  const { checkTexts } = await import('../config/text-check.js')
  const faults = checkTexts(config).map(({ path, part, line, message }): Problem => ({ message, at: placeOf(path, line, part) }))
  if (faults.length > 0) throw new UserError(faults)
  return { ...loaded, config }
}

type Read = (path: readonly string[], file: string) => Promise<string>

async function readPackageTexts(name: string, pkg: Package, read: Read): Promise<Package> {
  const scripts: Record<string, unknown> = {}
  for (const [stage, value] of Object.entries(pkg.scripts ?? {}))
    scripts[stage] = await readBodies(['packages', name, 'scripts', stage], value, read)
  const { tmpfiles } = pkg
  const lines = 'file' in tmpfiles ? linesOf(await read(['packages', name, 'tmpfiles', 'file'], tmpfiles.file)) : tmpfiles
  return {
    ...pkg,
    ...(pkg.scripts === undefined ? {} : { scripts }),
    tmpfiles: lines,
  }
}

/** A script with the texts of its files; `{ file }` becomes its text, but not in a map whose keys are builders. */
async function readBodies(path: readonly string[], value: unknown, read: Read, isMap = false): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value
  if (!isMap && 'file' in value && typeof value.file === 'string') return read([...path, 'file'], value.file)
  const bodies: Record<string, unknown> = {}
  for (const [key, body] of Object.entries(value))
    bodies[key] = await readBodies([...path, key], body, read, !isMap && key === 'builders')
  return bodies
}

function linesIn(tmpfiles: Package['tmpfiles']): readonly string[] {
  return 'file' in tmpfiles ? [] : tmpfiles
}

function linesOf(text: string): string[] {
  return text.replace(/\n+$/, '').split('\n')
}
