import { posix } from 'node:path';
import { WorkError } from '../error.js';
import { formatSize } from '../host/size.js';
export const standardLimits = { members: 100_000, bytes: 4 * 1024 ** 3, ratio: 200 };
const longestName = 4096;
/**
 * Adds a member to a listing, or refuses what no honest project publishes: a path or link that leads out of the
 * archive, a device, two members of one path, encryption, too many members. Throws a {@link WorkError} that names it.
 */
export function addMember(listing, raw, limits) {
    const path = posix.normalize(raw.name).replace(/\/+$/, '');
    const reason = objection(raw, path, listing);
    if (reason !== undefined)
        throw new WorkError(`has a member ${JSON.stringify(raw.name.slice(0, 200))} ${reason}`);
    listing.set(path, { ...raw, path });
    if (listing.size > limits.members)
        throw new WorkError(`has more than ${limits.members} members`);
}
/** Refuses an archive that unpacks to more than is allowed. Throws a {@link WorkError}. */
export function checkSize(unpacked, packed, { bytes, ratio }) {
    if (unpacked > bytes)
        throw new WorkError(`unpacks to more than ${formatSize(bytes)}`);
    if (unpacked > bytes / 40 && unpacked > packed * ratio)
        throw new WorkError(`unpacks to more than ${ratio} times its size, as only a bomb does`);
}
function objection(member, path, listing) {
    const { name, type, target = '', encrypted = false } = member;
    if (name.length + target.length > longestName)
        return 'whose name is too long';
    if (isAbsolute(name) || climbs(name))
        return 'that leads out of the archive';
    if (type === 'other')
        return 'that is a device, a pipe or of an unknown kind';
    if (encrypted)
        return 'that is encrypted';
    const base = type === 'symlink' ? posix.dirname(path) : '.';
    if ((type === 'symlink' || type === 'hardlink') && (isAbsolute(target) || climbs(`${base}/${target}`)))
        return `that is a link out of the archive, to ${JSON.stringify(target)}`;
    const other = listing.get(path);
    return other && !(other.type === 'folder' && type === 'folder') ? 'twice' : undefined;
}
/** Whether a path is absolute on any system, or no path at all. */
function isAbsolute(path) {
    return path === '' || /^[/\\]|^[A-Za-z]:/.test(path) || path.includes('\0');
}
/** Whether a path leads above where it starts, wherever it ends. */
function climbs(path) {
    let depth = 0;
    for (const part of path.split(/[/\\]/)) {
        if (part === '..')
            depth--;
        else if (part !== '' && part !== '.')
            depth++;
        if (depth < 0)
            return true;
    }
    return false;
}
