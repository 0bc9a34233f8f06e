import { resolve } from 'node:path'
import { UserError, WorkError } from '../error.js'
import { readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { parseBaseline, type Baseline } from './baseline.js'

/** Reads the report of an earlier run by its path or address. Throws a {@link UserError} for what is none. */
export async function readBaseline(place: string, host: Host): Promise<Baseline> {
  const isAddress = /^https?:\/\//i.test(place)
  const text = isAddress
    ? await host.http.text(place)
    : (await readNamedFile(resolve(host.directories.work, place))).toString('utf8')
  try {
    return parseBaseline(text)
  } catch (error) {
    if (error instanceof WorkError) throw new UserError(`Input \`baseline\`: ${place} ${error.message}.`, { cause: error })
    throw error
  }
}
