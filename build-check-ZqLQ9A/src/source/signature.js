import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../error.js';
import { expandAddress } from './address.js';
import { verifyDetached } from './openpgp.js';
import { verifyBundle } from './sigstore.js';
/** Verifies every signature that a source demands. Throws a WorkError for one that does not hold. */
export async function verifySignatures(wanted, signed, read, host) {
    const { signature, sigstore } = wanted.source;
    const { file, address, sums } = signed;
    const addresses = { url: address.location, ...(sums === undefined ? {} : { sums: sums.location }) };
    if (signature !== undefined) {
        const keys = signature.keys.map((key) => resolve(wanted.baseOf('signature'), key));
        const detached = await read(expandAddress(signature.url, 'signature', wanted, addresses), wanted);
        if (signature.signs === 'file') {
            await verifyDetached({ file, shown: address.shown, signature: detached, keys }, host);
        }
        else {
            const checksums = sums ?? withoutSums(wanted);
            const content = await read(checksums, wanted);
            await withFile(content, host, (path) => verifyDetached({ file: path, shown: checksums.shown, signature: detached, keys }, host));
        }
    }
    if (sigstore !== undefined) {
        const bundle = (await read(expandAddress(sigstore.bundle, 'sigstore', wanted, addresses), wanted)).toString('utf8');
        const root = sigstore['trusted-root'];
        const trustedRoot = root === undefined ? undefined : resolve(wanted.baseOf('sigstore'), root);
        const { identity, issuer } = sigstore;
        await verifyBundle({ file, shown: address.shown, bundle, identity, issuer, trustedRoot }, host);
    }
}
function withoutSums({ package: pkg, at }) {
    const message = `packages.${pkg}.source.signature signs checksums, and the source names no checksum file; set sha256 or sha512 to one.`;
    throw new UserError([{ message, at }]);
}
async function withFile(content, host, task) {
    const folder = await mkdtemp(join(host.directories.temp, 'signed-'));
    try {
        const path = join(folder, 'checksums');
        await writeFile(path, content);
        await task(path);
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
}
