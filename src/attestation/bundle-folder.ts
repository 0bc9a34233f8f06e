import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'

/** Every Sigstore bundle below a folder, as JSON: a file of its own, or a line each. Throws a {@link UserError} for no folder. */
export async function readBundles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new UserError(`There is no folder ${folder}; give one with Sigstore bundles (*.json, *.jsonl) by \`bundles\`.`, {
      cause: error,
    })
  })
  const files = entries
    .filter((entry) => entry.isFile() && /\.jsonl?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(files.sort().map(async (file) => ({ file, text: await readFile(file, 'utf8') })))
  return texts.flatMap(({ file, text }) =>
    file.endsWith('.jsonl') ? text.split('\n').filter((line) => line.trim() !== '') : [text],
  )
}
