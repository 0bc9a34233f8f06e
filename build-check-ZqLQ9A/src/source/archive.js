import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkError } from '../error.js';
import { addMember, standardLimits } from './listing.js';
import { selectMembers } from './selection.js';
import { tarReader } from './tar.js';
import { zipReader } from './zip.js';
/**
 * Unpacks members into a folder, under numbers for names, so that no name of an archive becomes a path here. Throws a
 * {@link WorkError}, to be read after the archive's name, with everything that is missing in it.
 * @param wanted names or patterns, after `strip` leading parts are dropped
 */
export async function unpackMembers(archive, strip, wanted, folder, limits = standardLimits) {
    const reader = await openReader(archive, limits);
    const listing = new Map();
    await reader.list((member) => addMember(listing, member, limits));
    const selected = select(listing, strip, wanted);
    const files = new Map();
    for (const { member } of selected)
        if (!files.has(member.name))
            files.set(member.name, join(folder, String(files.size)));
    await reader.extract(files);
    return selected.map(({ wanted: asked, name, member }) => {
        const file = files.get(member.name) ?? '';
        return { wanted: asked, name, file, executable: (member.mode & 0o100) !== 0 };
    });
}
function select(listing, strip, wanted) {
    const problems = [];
    const selected = [...new Set(wanted)].flatMap((asked) => {
        const found = selectMembers(listing, strip, asked);
        if (typeof found !== 'string')
            return found.map((each) => ({ ...each, wanted: asked }));
        problems.push(found);
        return [];
    });
    if (problems.length > 0)
        throw new WorkError(problems.join('; and it '));
    return selected;
}
async function openReader(file, limits) {
    const format = detectFormat(await readHead(file));
    if (format === 'zip')
        return zipReader(file, limits);
    if (format !== undefined)
        return tarReader(file, format, limits);
    throw new WorkError('is no archive that can be read: tar, also with gzip, xz, zstd or bzip2, and zip can');
}
const magics = [
    ['1f8b', 'gzip'],
    ['fd377a585a00', 'xz'],
    ['28b52ffd', 'zstd'],
    ['425a68', 'bzip2'],
    ['504b0304', 'zip'],
    ['504b0506', 'zip'],
];
/** The format by the content's first bytes, since names lie; a tar archive says so in its first header (POSIX ustar). */
function detectFormat(head) {
    const known = magics.find(([magic]) => head.toString('hex').startsWith(magic));
    if (known)
        return known[1];
    return head.toString('latin1', 257, 262) === 'ustar' ? 'none' : undefined;
}
async function readHead(file) {
    const handle = await open(file);
    try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
        return buffer.subarray(0, bytesRead);
    }
    finally {
        await handle.close();
    }
}
