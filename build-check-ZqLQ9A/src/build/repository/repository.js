import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkError } from '../../error.js';
import { exists, hashBytes, hashFile } from '../../host/file.js';
import { workFolder } from '../order.js';
import { readStamp, writeStamp } from '../stamp.js';
import { debRepository } from './deb.js';
import { rpmRepository } from './rpm.js';
/** Every format that has repositories. */
export const repositoryKinds = [debRepository, rpmRepository];
/**
 * Makes a repository of each format's folder that has packages, unless it is one of these very packages already. Throws
 * a {@link WorkError} or ToolError for a file there that is called as packages are and is none.
 */
export async function writeRepositories(request, host) {
    const { output, title, signer } = request;
    for (const kind of repositoryKinds) {
        const folder = join(output, kind.format);
        const packages = (await exists(folder)) ? await listPackages(folder, kind.ending) : [];
        if (packages.length === 0)
            continue;
        const inputs = await hashPackages(folder, packages, title, signer);
        const stamp = join(workFolder(output), 'stamps', `repository.${kind.format}.json`);
        if (await readStamp(stamp, inputs, folder)) {
            host.log.info(`the ${kind.format} repository is up to date`);
            continue;
        }
        const before = await kind.readTime(folder);
        // Clients take metadata that is not newer for an attack.
        const time = before === undefined ? request.time : Math.max(request.time, before + 1);
        const written = await kind.write({ folder, title, time, signer }, host);
        const files = [];
        for (const place of written)
            files.push({ place, sha256: await hashFile(join(folder, place), 'sha256'), size: 0 });
        await writeStamp(stamp, { inputs, files });
        host.log.info(`the ${kind.format} repository has ${packages.length} packages: ${folder}`);
    }
}
async function listPackages(folder, ending) {
    return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(ending)).sort();
}
async function hashPackages(folder, packages, title, signer) {
    const digests = [];
    for (const name of packages) {
        const file = join(folder, name);
        const sha256 = await hashFile(file, 'sha256').catch((error) => {
            throw new WorkError(`${file} cannot be read (${error instanceof Error ? error.message : String(error)}): mend or remove it.`);
        });
        digests.push([name, sha256]);
    }
    return hashBytes(JSON.stringify([title, signer?.fingerprint, digests]), 'sha256');
}
