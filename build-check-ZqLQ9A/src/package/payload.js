import { createHash } from 'node:crypto';
import { filterFromFile } from '../host/pipe.js';
import { readTar, toPath } from './tar.js';
/**
 * Reads the payload of a package by path, whatever compresses it, without unpacking it to disk. Throws a ToolError or
 * WorkError for a damaged one.
 */
export async function readPayload(format, file) {
    const [program, ...args] = toTar(format, file);
    const entries = new Map();
    await readTar(filterFromFile(program, args, file), async (header, content) => {
        entries.set(toPath(header.name), { header, sha256: header.type === 'file' ? await hash(content) : undefined });
    });
    return followHardLinks(entries);
}
function toTar(format, file) {
    // Given the file as an argument, rpm2archive would write beside it.
    return format === 'deb' ? ['dpkg-deb', '--fsys-tarfile', file] : ['rpm2archive', '--nocompression', '-'];
}
async function hash(content) {
    const digest = createHash('sha256');
    for await (const chunk of content)
        digest.update(chunk);
    return digest.digest('hex');
}
/** A hard link has the content and size of the member that it names. */
function followHardLinks(entries) {
    const followed = new Map(entries);
    for (const [path, { header }] of entries) {
        const first = header.type === 'link' ? entries.get(toPath(header.linkname)) : undefined;
        if (first !== undefined)
            followed.set(path, { header: { ...header, type: 'file', size: first.header.size }, sha256: first.sha256 });
    }
    return followed;
}
