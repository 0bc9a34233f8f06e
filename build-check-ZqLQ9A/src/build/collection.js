import { collectSources } from '../source/binary.js';
import { ingredientsOf, readBesideConfig } from './ingredient.js';
/** Fetches what the jobs need and no more. Throws what {@link collectSources} throws. */
export async function collect({ config, jobs, binaries: folder }, host) {
    const packages = [...new Set(jobs.map((job) => job.package))];
    const requests = packages.map((planned) => {
        const platforms = [...new Set(jobs.filter((job) => job.package === planned).map(({ target }) => target))];
        return { config, package: planned, folder, platforms };
    });
    const collected = await collectSources(requests, host);
    const found = new Map();
    for (const [index, planned] of packages.entries())
        found.set(planned.name, { binaries: collected[index] ?? [], beside: await readBesideConfig(config, planned) });
    const findFor = (job) => found.get(job.package.name) ?? { binaries: [], beside: [] };
    return {
        binariesFor: (job) => findFor(job).binaries,
        ingredientsFor(job) {
            const { binaries, beside } = findFor(job);
            return ingredientsOf(binaries, beside, job.platform);
        },
    };
}
