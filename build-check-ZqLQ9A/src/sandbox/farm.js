import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../host/file.js';
import { renderBackendConfig } from './backend-config.js';
const server = '/usr/lib/obs/server';
const build = '/usr/lib/obs-build';
/** The modules that bs_repserver hands to workers; it reads them from `worker/` beside itself. */
const workerModules = [
    'BSBuild',
    'BSCando',
    'BSConfig',
    'BSConfiguration',
    'BSDispatch',
    'BSHTTP',
    'BSKiwiXML',
    'BSRPC',
    'BSServer',
    'BSUtil',
    'BSXML',
];
/**
 * Makes the instance's own copy of OBS's program folder: links to Debian's files, but a BSConfig.pm of its own,
 * which the programs find because they look beside themselves.
 */
export async function plantFarm(layout, state) {
    await rm(layout.code, { recursive: true, force: true });
    await mkdir(join(layout.code, 'worker'), { recursive: true });
    for (const name of await readdir(server)) {
        if (['worker', 'build', 'BSConfig.pm', 'BSConfig.pm.template'].includes(name))
            continue;
        await symlink(join(server, name), join(layout.code, name));
    }
    await symlink(build, join(layout.code, 'build'));
    for (const name of workerModules)
        await symlink(`../${name}.pm`, join(layout.code, 'worker', `${name}.pm`));
    await symlink('../XML/Structured.pm', join(layout.code, 'worker', 'Structured.pm'));
    await symlink('../bs_worker', join(layout.code, 'worker', 'bs_worker'));
    await writeWhole(join(layout.code, 'BSConfig.pm'), renderBackendConfig(layout, state));
}
