import { resolve } from 'node:path';
import { readLocal } from './folder.js';
import { readRemote } from './remote.js';
/** Reads the packages of one side: a path, relative to the working directory, or the address of a package or repository. */
export async function readSide(place, host) {
    return /^https?:\/\//i.test(place) ? readRemote(place, host) : readLocal(resolve(host.directories.work, place), host);
}
