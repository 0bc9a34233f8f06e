import type { DraftPackage, Value } from './draft.js'
import { asRecord } from './foreign-value.js'

/** Where a program has a folder of its own. */
const homes = ['/etc', '/opt', '/usr/lib', '/usr/libexec', '/usr/share', '/var/lib']

/**
 * Adds the folders that bear the package's name and hold files of it: nobody else makes them, and rpm leaves behind what no
 * package owns.
 */
export function ownFolders(draft: DraftPackage): DraftPackage {
  // They were values of ours before they became fields.
  const files = asRecord(draft.keys['files']) as Record<string, Value>
  const owned = homes
    .map((home) => `${home}/${draft.name}`)
    .filter((folder) => !Object.hasOwn(files, folder) && Object.keys(files).some((path) => path.startsWith(`${folder}/`)))
  if (owned.length === 0) return draft
  const folders = Object.fromEntries(owned.map((folder) => [folder, { directory: true }]))
  return { ...draft, keys: { ...draft.keys, files: { ...files, ...folders } } }
}
