import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The version of the suite in a folder. */
export async function readSuiteVersion(suite: string): Promise<string> {
  const text = await readFile(join(suite, 'package.json'), 'utf8')
  // The project's own file.
  return (JSON.parse(text) as { readonly version: string }).version
}
