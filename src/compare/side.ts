import { resolve } from 'node:path'
import type { Host } from '../host/host.js'
import type { PackageModel } from '../package/package-model.js'
import { readLocal } from './folder.js'
import { readRemote } from './remote.js'

/** Reads the packages of one side: a path, relative to the working directory, or the address of a package or repository. */
export async function readSide(place: string, host: Host): Promise<readonly PackageModel[]> {
  return /^https?:\/\//i.test(place) ? readRemote(place, host) : readLocal(resolve(host.directories.work, place), host)
}
