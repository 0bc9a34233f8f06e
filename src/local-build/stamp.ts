import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { hashFile, writeWhole } from '../host/file.js'

const stamp = v.object({
  inputs: v.string(),
  files: v.array(v.object({ place: v.string(), sha256: v.string(), size: v.number() })),
})

/** What was made of which inputs, so that a later run need not make it again. */
export type Stamp = v.InferOutput<typeof stamp>
export type StampedFile = Stamp['files'][number]

/** What an earlier run made of the same inputs; undefined when the inputs or one of the files are others now. */
export async function readStamp(file: string, inputs: string, folder: string): Promise<Stamp | undefined> {
  const found = parseStamp(await readFile(file, 'utf8').catch(() => ''))
  if (found?.inputs !== inputs) return undefined
  for (const { place, sha256 } of found.files) {
    const present = await hashFile(join(folder, place), 'sha256').catch(() => undefined)
    if (present !== sha256) return undefined
  }
  return found
}

/** Notes what was made. It is written last, so an interrupted run leaves none. */
export function writeStamp(file: string, content: Stamp): Promise<void> {
  return writeWhole(file, `${JSON.stringify(content, null, 2)}\n`)
}

function parseStamp(text: string): Stamp | undefined {
  try {
    const result = v.safeParse(stamp, JSON.parse(text))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}
