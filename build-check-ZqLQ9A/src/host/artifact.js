import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../error.js';
const archive = 'content.tar';
/** Artifacts of the running workflow, by @actions/artifact. It is loaded on first use: it takes 80 ms. */
export function workflowArtifacts(exec, temp) {
    const client = async () => new (await import('@actions/artifact')).DefaultArtifactClient();
    return {
        async upload(name, folder) {
            const staging = await stage(temp);
            try {
                const file = join(staging, archive);
                await exec('tar', ['--create', '--sort=name', '--file', file, '--directory', folder, '.']);
                await (await client()).uploadArtifact(name, [file], staging, { compressionLevel: 0 });
            }
            finally {
                await rm(staging, { recursive: true, force: true });
            }
        },
        async download(pattern, folder) {
            const artifacts = await client();
            const { artifacts: listed } = await artifacts.listArtifacts({ latest: true });
            const wanted = listed.filter(({ name }) => matchPattern(pattern, name));
            if (wanted.length === 0) {
                const seen = listed.map(({ name }) => name).join(', ') || 'none';
                throw new UserError(`No artifact of this workflow run is named ${pattern}; there are: ${seen}.`);
            }
            await mkdir(folder, { recursive: true });
            for (const { id } of wanted) {
                const staging = await stage(temp);
                try {
                    await artifacts.downloadArtifact(id, { path: staging });
                    await exec('tar', ['--extract', '--file', join(staging, archive), '--directory', folder]);
                }
                finally {
                    await rm(staging, { recursive: true, force: true });
                }
            }
            return wanted.map(({ name }) => name).sort();
        },
    };
}
/** Outside a workflow there is nowhere to hand folders to. */
export function noArtifacts() {
    const refuse = () => Promise.reject(new UserError('Input `artifact` works in a GitHub workflow only; give the folder itself by `output` or `sources`.'));
    return { upload: refuse, download: refuse };
}
/** Whether a name matches a pattern in which `*` stands for any characters. */
export function matchPattern(pattern, name) {
    const [first = '', ...rest] = pattern.split('*');
    const last = rest.pop();
    if (last === undefined)
        return name === first;
    if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
        return false;
    let position = first.length;
    for (const part of rest) {
        const found = name.indexOf(part, position);
        if (found < 0 || found + part.length > name.length - last.length)
            return false;
        position = found + part.length;
    }
    return true;
}
async function stage(temp) {
    await mkdir(temp, { recursive: true });
    return mkdtemp(join(temp, 'artifact-'));
}
