import { subjectOf } from './architecture.js';
import { fail, pass } from './finding.js';
import { findEntry } from './found.js';
import { compareFile } from './index-file.js';
import { staysInside } from './source.js';
/** Looks an expected cell up in the index and, when asked to, downloads its package. */
export async function locateCell(format, expected, packages, download) {
    const subject = subjectOf(format, expected);
    const entry = packages === undefined ? 'the index could not be read, see the check metadata' : findEntry(format, expected, packages);
    const cell = { format, subject, expected, entry, file: undefined };
    if (typeof entry === 'string')
        return { cell, finding: fail('presence', subject, entry) };
    if (download === undefined)
        return { cell, finding: pass('presence', subject, `${entry.version} is in the index`) };
    const { source, shelf } = download;
    if (!staysInside(entry.path))
        return { cell, finding: fail('presence', subject, `the index points outside of the repository, to ${entry.path}`) };
    const { algorithm, digest, size } = entry.stated;
    const evidence = `${entry.version} at ${entry.path}, ${size ?? 'all'} bytes with ${algorithm} ${digest}, as the index states`;
    const shelved = shelf.get(digest);
    if (shelved !== undefined)
        return { cell: { ...cell, file: shelved }, finding: pass('presence', subject, evidence) };
    const file = await source.fetch(entry.path);
    if (file === undefined) {
        return {
            cell,
            finding: fail('presence', subject, `${entry.path} is in the index but not at ${source.url}: wait for the download network or publish again`),
        };
    }
    const problem = await compareFile(file, entry.stated);
    if (problem !== undefined) {
        return {
            cell: { ...cell, file },
            finding: fail('presence', subject, `${entry.path} ${problem}: it is not the package that was signed for`),
        };
    }
    shelf.set(digest, file);
    return { cell: { ...cell, file }, finding: pass('presence', subject, evidence) };
}
