import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The version of the suite in a folder, by the package.json that lies beside its `dist`; `of an unknown version` when that
 * cannot be read, because nothing that is told with it may be hidden by that.
 */
export async function readSuiteVersion(folder: string): Promise<string> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  } catch {
    // Told below.
  }
  return 'of an unknown version'
}
