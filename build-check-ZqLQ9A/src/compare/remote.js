import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { redactUrl, UserError, WorkError } from '../error.js';
import { mapInParallel } from '../host/parallel.js';
import { readPackage } from '../package/package.js';
import { readDebRepository } from '../repository/deb-index.js';
import { compareFile } from '../repository/index-file.js';
import { readRpmRepository } from '../repository/rpm-index.js';
import { openSource, staysInside } from '../repository/source.js';
import { withWorkspace } from '../repository/workspace.js';
const readers = {
    deb: { sign: 'Release', read: readDebRepository },
    rpm: { sign: 'repodata/repomd.xml', read: readRpmRepository },
};
/** A set that holds every name: the readers of indexes keep the packages of a set of names. */
const everyName = Object.assign(new Set(), { has: () => true });
/**
 * Reads the package at an address, or every package that the repository at an address lists; its signatures are
 * verify-repo's matter. Throws a {@link UserError} when neither is there, and a {@link WorkError} for an index or a package
 * that is not what it should be.
 */
export async function readRemote(url, host) {
    if (!URL.canParse(url))
        throw new UserError(`${url} is no address: write it as https://host/path.`);
    return withWorkspace(host, async (folder) => {
        if (/\.(deb|rpm)$/.test(new URL(url).pathname)) {
            const file = join(folder, 'package');
            await host.http.download(url, file);
            return [await readPackage(file, host, redactUrl(url))];
        }
        const source = openSource(url, folder, host);
        const models = [];
        let isRepository = false;
        for (const format of ['deb', 'rpm']) {
            if ((await source.fetch(readers[format].sign)) === undefined)
                continue;
            isRepository = true;
            models.push(...(await readRepository(format, source, host)));
        }
        if (isRepository)
            return models;
        throw new UserError(`${redactUrl(url)} is neither a package nor a repository with Release or repodata/repomd.xml in it: check the address.`);
    });
}
async function readRepository(format, source, host) {
    const { findings, packages } = await readers[format].read(source, everyName, host);
    const failed = findings.find(({ passed }) => !passed);
    if (failed || packages === undefined)
        throw new WorkError(`The repository ${redactUrl(source.url)} is not sound: ${failed?.subject}: ${failed?.evidence}.`);
    return mapInParallel(packages, 2, (entry) => readEntry(entry, source, host));
}
/** Only one download for each task is on disk at a time. */
async function readEntry({ path, stated }, source, host) {
    const shown = redactUrl(`${source.url}${path}`);
    if (!staysInside(path))
        throw new WorkError(`The index of ${redactUrl(source.url)} points outside of it, to ${path}.`);
    const file = await source.fetch(path);
    if (file === undefined)
        throw new WorkError(`${shown} is in the index but not there: publish the repository again.`);
    const problem = await compareFile(file, stated);
    if (problem !== undefined)
        throw new WorkError(`${shown} ${problem} by the index: publish the repository again.`);
    const model = await readPackage(file, host, shown);
    await rm(dirname(file), { recursive: true });
    return model;
}
