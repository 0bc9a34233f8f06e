import { resolve } from 'node:path'
import { UserError } from '../error.js'
import { exists, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'

/**
 * A public key given as text or as the path of a file, armored or binary; each character of it is a byte (latin1). Throws a
 * {@link UserError} for a private key, which is not repeated in the message.
 */
export async function readKey(given: string | undefined, host: Host): Promise<string | undefined> {
  if (given === undefined) return undefined
  const text = given.includes('-----BEGIN') ? given : await readKeyFile(given, host)
  if (text.includes('PRIVATE KEY'))
    throw new UserError('Input `key` holds a private key; give the public one, which gpg --armor --export writes.')
  return text
}

async function readKeyFile(given: string, host: Host): Promise<string> {
  const file = resolve(host.directories.work, given)
  if (!(await exists(file)))
    throw new UserError(`Input \`key\` is neither an armored public key nor a file: there is no ${file}.`)
  return (await readNamedFile(file)).toString('latin1')
}
