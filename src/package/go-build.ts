import { open, type FileHandle } from 'node:fs/promises'
import { findGoSegments } from './elf-segment.js'

/** A module of Go's in a program. */
export interface GoModule {
  readonly path: string
  /** As Go writes it: `v1.2.3`; `(devel)` or empty for one that was built from a folder. */
  readonly version: string
  /** Of its content, as go.sum has it: `h1:…`; empty for one that was built from a folder. */
  readonly sum: string
  /** The module whose place it takes, as `path version`. */
  readonly replaces?: string
}

/** What the linker of Go has left in a program (runtime/debug.BuildInfo). */
export interface GoBuild {
  /** The version of Go: `go1.26.3`. */
  readonly go: string
  /** The package that was built; empty when it was built without modules. */
  readonly path: string
  readonly main: GoModule | undefined
  readonly modules: readonly GoModule[]
  /** How it was built: `vcs.revision`, `GOARCH`, `-ldflags`. */
  readonly settings: Readonly<Record<string, string>>
}

const magic = Buffer.from('\xff Go buildinf:', 'latin1')
/** Where the texts begin, and the flag that they are here and not behind pointers, as before Go 1.18 (debug/buildinfo). */
const headSize = 32
const inlineFlag = 2
/** Programs with a thousand modules have some 100 KiB of it. */
const mostText = 4 * 1024 ** 2
const step = 1024 ** 2

/**
 * The build info of a Go program, also of a stripped one; undefined for any other file, and `pointers` for a program of Go
 * before 1.18, whose texts lie behind addresses. No library: what there is for Node reads ELF files whole, and none this.
 */
export async function readGoBuild(file: string): Promise<GoBuild | 'pointers' | undefined> {
  const handle = await open(file)
  try {
    for (const { offset, size } of await findGoSegments(handle)) {
      const at = await search(handle, offset, size)
      if (at === undefined) continue
      const text = await read(handle, at, Math.min(headSize + mostText, offset + size - at))
      return ((text[15] ?? 0) & inlineFlag) === 0 ? 'pointers' : parse(text)
    }
    return undefined
  } finally {
    await handle.close()
  }
}

/** Where the magic lies, which the linker aligns to 16 bytes. */
async function search(handle: FileHandle, offset: number, size: number): Promise<number | undefined> {
  for (let start = 0; start < size; start += step) {
    // The head of one that begins at the end of a step is in the next.
    const part = await read(handle, offset + start, Math.min(step + magic.length, size - start))
    for (let at = part.indexOf(magic); at >= 0; at = part.indexOf(magic, at + 1)) {
      if (at % 16 === 0) return offset + start + at
    }
  }
  return undefined
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function parse(text: Buffer): GoBuild | undefined {
  const version = readText(text, headSize)
  const info = version && readText(text, version.end)
  if (version === undefined || info === undefined) return undefined
  // The linker frames the modules by 16 bytes on each side.
  const lines = info.bytes
    .subarray(16, Math.max(16, info.bytes.length - 16))
    .toString('utf8')
    .split('\n')
  const modules: GoModule[] = []
  const settings: Record<string, string> = {}
  let path = ''
  let main: GoModule | undefined
  for (const line of lines) {
    const [kind, first = '', second = '', sum = ''] = line.split('\t')
    const module = { path: first, version: second, sum }
    if (kind === 'path') path = first
    else if (kind === 'mod') main = module
    else if (kind === 'dep') modules.push(module)
    else if (kind === '=>') {
      const replaced = modules.pop() ?? main
      const whole = { ...module, replaces: `${replaced?.path ?? ''} ${replaced?.version ?? ''}`.trim() }
      if (modules.length === 0 && replaced === main) main = whole
      else modules.push(whole)
    } else if (kind === 'build') {
      const [key = '', value = ''] = splitSetting(first)
      settings[key] = value
    }
  }
  return { go: version.bytes.toString('utf8'), path, main, modules, settings }
}

function splitSetting(text: string): readonly string[] {
  const at = text.indexOf('=')
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** Bytes behind their length, which is written in groups of seven bits (encoding/binary, Uvarint). */
function readText(from: Buffer, start: number): { readonly bytes: Buffer; readonly end: number } | undefined {
  let length = 0
  for (let at = start, factor = 1; at < from.length && at < start + 5; at++, factor *= 128) {
    const byte = from[at] ?? 0
    length += (byte & 0x7f) * factor
    if (byte >= 0x80) continue
    const end = at + 1 + length
    return end > from.length ? undefined : { bytes: from.subarray(at + 1, end), end }
  }
  return undefined
}
