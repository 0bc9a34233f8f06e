import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
/** The digest of a file's content, in lower-case hex. */
export async function hashFile(file, algorithm) {
    const hash = createHash(algorithm);
    // A stream of a file without an encoding yields buffers.
    for await (const chunk of createReadStream(file))
        hash.update(chunk);
    return hash.digest('hex');
}
/** The digest of bytes or text, in lower-case hex. */
export function hashBytes(content, algorithm) {
    return createHash(algorithm).update(content).digest('hex');
}
/** Whether something exists at the path. */
export async function exists(path) {
    return stat(path).then(() => true, () => false);
}
/** Writes a file that is never seen half-written, its folder made when missing. */
export async function writeWhole(file, content, mode = 0o644) {
    await mkdir(dirname(file), { recursive: true });
    const partial = `${file}.${process.pid}.partial`;
    await writeFile(partial, content, { mode });
    await rename(partial, file);
}
