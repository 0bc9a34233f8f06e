import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashBytes, hashFile } from '../host/file.js';
import { identifyProcess, isSameProcess } from '../host/process.js';
import { algorithms, compareDigests } from './expectation.js';
/** Finds a file by the digests it must have; one that was damaged is thrown away. */
export async function findStored(digests, host) {
    for (const algorithm of algorithms) {
        const digest = digests[algorithm];
        if (digest === undefined)
            continue;
        const file = pathOf(algorithm, digest, host);
        if (!(await isFile(file)))
            continue;
        const problem = await compareDigests(file, digests);
        if (problem === undefined)
            return { file, sha256: digests.sha256 ?? (await hashFile(file, 'sha256')) };
        host.log.warning(`${file} was damaged in the cache and is fetched again: it ${problem}.`);
        await rm(file, { force: true });
    }
    return undefined;
}
/** Moves a file into the cache, in place of an equal one. */
export async function storeFile(file, digests, host) {
    const sha256 = digests.sha256 ?? (await hashFile(file, 'sha256'));
    const target = pathOf('sha256', sha256, host);
    await mkdir(dirname(target), { recursive: true });
    await rename(file, target);
    if (digests.sha512 !== undefined) {
        const other = pathOf('sha512', digests.sha512, host);
        await mkdir(dirname(other), { recursive: true });
        const temporary = `${other}.${randomUUID()}`;
        await link(target, temporary);
        await rename(temporary, other);
    }
    return { file: target, sha256 };
}
function pathOf(algorithm, digest, host) {
    return join(host.directories.cache, 'downloads', algorithm, digest);
}
/**
 * Takes over what another run of the same download left, if that run has ended; renaming decides who gets it.
 * @param download its URL, or another text that is its alone
 */
export async function claimPartial(download, host) {
    const parent = join(host.directories.cache, 'downloads', 'partial');
    await mkdir(parent, { recursive: true });
    const prefix = hashBytes(download, 'sha256').slice(0, 32);
    const started = (await identifyProcess(process.pid)) ?? 'unknown';
    const folder = join(parent, [prefix, process.pid, started, randomUUID()].join('_'));
    const release = () => rename(folder, join(parent, [prefix, 'free', 'free', randomUUID()].join('_')));
    for (const name of await readdir(parent)) {
        const [owned, pid, start = ''] = name.split('_');
        if (owned !== prefix || (pid !== 'free' && (await isSameProcess({ pid: Number(pid), started: start }))))
            continue;
        const taken = await rename(join(parent, name), folder).then(() => true, () => false);
        if (taken)
            return { folder, resumed: true, release };
    }
    await mkdir(folder);
    return { folder, resumed: false, release };
}
/** An empty folder in the cache, in place of one that a run of the same task left when it was killed. The caller removes it. */
export async function makeScratch(task, host) {
    const { folder } = await claimPartial(task, host);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    return folder;
}
async function isFile(path) {
    return stat(path).then((found) => found.isFile(), () => false);
}
