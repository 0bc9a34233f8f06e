import { chown, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../error.js';
import { account } from './layout.js';
/** Makes the folders that OBS's account writes to; throws a UserError when that account cannot get there. */
export async function prepareFolders(layout, host) {
    // What clients that went away have left of their uploads.
    await rm(join(layout.data, 'sources', ':upload'), { recursive: true, force: true });
    const uid = Number((await host.exec('id', ['-u', account])).stdout);
    const gid = Number((await host.exec('id', ['-g', account])).stdout);
    for (const folder of [layout.data, layout.logs, join(layout.data, 'run')]) {
        await mkdir(folder, { recursive: true });
        await chown(folder, uid, gid);
    }
    const reachable = await host.exec('setpriv', ['--reuid', account, '--regid', account, '--clear-groups', 'test', '-w', layout.data], { allow: 'any' });
    if (reachable.code === 0)
        return;
    throw new UserError(`The account ${account} cannot reach ${layout.data}; put the sandbox into a folder whose parents every account may enter`);
}
