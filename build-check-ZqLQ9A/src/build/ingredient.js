import { hashFile } from '../host/file.js';
import { findBeside } from '../source/beside.js';
import { folderOf } from '../source/platform.js';
/** Those of the files of a package's source that one platform gets, documents included. */
export function binariesOf(binaries, platform) {
    const folder = `${folderOf(platform)}/`;
    return binaries.filter(({ place }) => place.startsWith(folder) || !place.includes('/'));
}
/** Everything that goes into a package on one platform. */
export function ingredientsOf(binaries, beside, platform) {
    const found = binariesOf(binaries, platform).map(({ name, kind, place, file, sha256, executable }) => {
        if (!place.includes('/'))
            return { kind: 'document', name: place, file, sha256, executable: false };
        return { kind: kind === 'binary' ? 'program' : 'member', name, file, sha256, executable };
    });
    return [...found, ...beside];
}
/** The documents and files of a package that lie beside its config. Throws what {@link findBeside} throws. */
export async function readBesideConfig(config, planned) {
    const found = [];
    for (const { kind, name, file } of await findBeside(config, planned))
        found.push({ kind, name, file, sha256: await hashFile(file, 'sha256'), executable: false });
    return found;
}
