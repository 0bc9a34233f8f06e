import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../host/file.js';
/** The SHA-256 of each file in a tarball, by its name there: `x86_64/runc`. */
export async function readTarballDigests(tarball, host) {
    const folder = await mkdtemp(join(host.directories.temp, 'tarball-'));
    try {
        await host.exec('tar', ['--extract', '--file', tarball, '--directory', folder]);
        const digests = new Map();
        for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
            if (!entry.isFile())
                continue;
            const file = join(entry.parentPath, entry.name);
            digests.set(file.slice(folder.length + 1), await hashFile(file, 'sha256'));
        }
        return digests;
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
}
