import { hashFile } from '../../host/file.js';
import { collectSources } from '../../source/binary.js';
import { packPackage } from '../../source/directory.js';
import { releaseTime } from './checkout.js';
/** Fetches, checks and packs every package of a plan. */
export async function packSources({ plan, loaded, output, binaries: folder, compression }, host) {
    const requests = plan.packages.map((planned) => ({ config: loaded, package: planned, folder, release: plan.version }));
    // Everything is found and checked before the first tarball is written.
    const collected = await collectSources(requests, host);
    const tarballs = {};
    const programs = new Map();
    for (const [index, planned] of plan.packages.entries()) {
        const binaries = collected[index] ?? [];
        for (const { name, architecture, sha256 } of binaries)
            programs.set(`${planned.name}/${architecture}/${name}`, sha256);
        host.log.info(`packing ${planned.name} ${planned.version.package} for ${planned.architectures.join(', ')}`);
        const time = await releaseTime(planned.version, host);
        const file = await packPackage({ config: loaded, package: planned, binaries, output, compression, time });
        tarballs[planned.name] = file;
        host.log.info(`${file}: SHA-256 ${await hashFile(file, 'sha256')}`);
    }
    return { tarballs, programs };
}
