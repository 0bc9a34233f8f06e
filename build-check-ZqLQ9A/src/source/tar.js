import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ToolError, WorkError } from '../error.js';
import { walkTar } from '../host/tar.js';
import { readCompressed } from './compression.js';
import { checkSize } from './listing.js';
const types = {
    file: 'file',
    'contiguous-file': 'file',
    directory: 'folder',
    symlink: 'symlink',
    link: 'hardlink',
};
/** Reads a tar archive, compressed or not, from its beginning to its end for each request. */
export function tarReader(file, compression, limits) {
    return {
        list: (visit) => walk(file, compression, limits, (header) => visit(describe(header))),
        extract: (wanted) => walk(file, compression, limits, async ({ name, type }, content) => {
            const target = types[type] === 'file' ? wanted.get(name) : undefined;
            if (target !== undefined)
                await pipeline(content, createWriteStream(target, { flags: 'wx' }));
        }),
    };
}
function describe({ name, type, linkname, mode }) {
    // The types of tar-stream do not say that a member that is no link has null here.
    return { name, type: types[type] ?? 'other', target: linkname || undefined, mode };
}
async function walk(file, compression, limits, visit) {
    const packed = (await stat(file)).size;
    const counted = async function* () {
        let unpacked = 0;
        for await (const chunk of readCompressed(file, compression)) {
            checkSize((unpacked += chunk.length), packed, limits);
            yield chunk;
        }
    };
    try {
        await walkTar(counted(), visit);
    }
    catch (error) {
        const missing = error instanceof ToolError && error.code === undefined;
        if (error instanceof WorkError || missing)
            throw error;
        throw new WorkError(`cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
}
