import { stat } from 'node:fs/promises';
import { WorkError } from '../error.js';
import { hashFile } from '../host/file.js';
import { decompress, openName } from './decompress.js';
/** Compares a downloaded index, and its open form when something is stated of it, with what the repository says. */
export async function inspectIndex(file, stated, statedOpen, host) {
    const problem = await compareFile(file, stated);
    if (problem !== undefined)
        return { problem };
    if (openName(file) === file)
        return { open: file };
    try {
        const open = await decompress(file, host);
        const openProblem = statedOpen === undefined ? undefined : await compareFile(open, statedOpen);
        return openProblem === undefined ? { open } : { problem: `decompressed, it ${openProblem}` };
    }
    catch (error) {
        if (error instanceof WorkError)
            return { problem: error.message };
        throw error;
    }
}
/** What of a file differs from what is stated; undefined when nothing does. */
export async function compareFile(file, stated) {
    const { size } = await stat(file);
    const digest = await hashFile(file, stated.algorithm);
    if (digest === stated.digest.toLowerCase() && (stated.size === undefined || size === stated.size))
        return undefined;
    return `has ${size} bytes with ${stated.algorithm} ${digest}, where ${stated.size ?? 'any number of'} bytes with ${stated.digest} are stated`;
}
