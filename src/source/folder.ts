import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expandTemplate } from '../config/template.js'
import { UserError, type Problem } from '../error.js'
import { exists } from '../host/file.js'
import { namesOf } from '../release/architecture.js'
import type { Found, Wanted } from './wanted.js'
import { findDigest } from './checksum.js'

/**
 * Finds programs in a local folder. A folder given as an input holds `<architecture>/<binary>`, below
 * `<package>/` or not, the architecture by its Go, OBS or Debian name; a config's folder is a template of its
 * own. A `<binary>.sha256` beside a program is its expected digest. Throws a UserError naming all that is missing.
 */
export async function findLocal(wanted: readonly Wanted[], folder: string, template: boolean): Promise<readonly Found[]> {
  const problems: Problem[] = []
  const found: Found[] = []
  for (const each of wanted) {
    const candidates = template ? [join(expandTemplate(folder, each.values), each.binary)] : spellings(each, folder)
    const file = await firstExisting(candidates)
    if (file === undefined) {
      const places = `${candidates[0]}${candidates.length > 1 ? ` (nor under the architecture's other names)` : ''}`
      problems.push({ message: `There is no ${each.binary} for ${each.architecture} at ${places}.` })
      continue
    }
    const checksum = `${file}.sha256`
    const expected = (await exists(checksum)) ? findDigest(await readFile(checksum, 'utf8'), each.binary) : undefined
    found.push({ file, origin: file, expected })
  }
  if (problems.length > 0) throw new UserError(problems)
  return found
}

function spellings({ package: pkg, architecture, binary }: Wanted, folder: string): string[] {
  const { go, obs, deb } = namesOf(architecture)
  const names = [...new Set([obs, go, deb])]
  return [folder, join(folder, pkg)].flatMap((base) => names.map((name) => join(base, name, binary)))
}

async function firstExisting(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await exists(file)) return file
  return undefined
}
