import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
/**
 * Walks through a tar archive as it streams by; what the visitor leaves of a content is skipped. Throws what the
 * visitor throws, or else what is wrong with the archive.
 */
export async function walkTar(archive, visit) {
    const unpacked = extract();
    let refusal;
    const walk = async () => {
        for await (const entry of unpacked) {
            // The parts of an archive that is read from buffers are buffers.
            try {
                await visit(entry.header, entry);
            }
            catch (error) {
                refusal = { error };
                throw error;
            }
            entry.resume();
        }
    };
    const [flow, walked] = await Promise.allSettled([pipeline(archive, unpacked), walk()]);
    if (refusal)
        throw refusal.error;
    for (const result of [flow, walked])
        if (result.status === 'rejected')
            throw result.reason;
}
