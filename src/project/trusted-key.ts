import { resolve } from 'node:path'
import { UserError } from '../error.js'
import { exists, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'

/** The text of a key given as text or as the path of a file. */
export async function readKey(given: string | undefined, host: Host): Promise<string | undefined> {
  if (given === undefined || given.includes('BEGIN PGP PUBLIC KEY BLOCK')) return given
  const file = resolve(host.directories.work, given)
  if (!(await exists(file)))
    throw new UserError(`Input \`key\` is neither an armored public key nor a file: there is no ${file}.`)
  return (await readNamedFile(file)).toString()
}
