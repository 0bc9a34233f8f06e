import { join } from 'node:path';
export function layOut(root) {
    const data = join(root, 'srv');
    return {
        root,
        data,
        code: join(root, 'code'),
        logs: join(data, 'log'),
        keys: join(root, 'keys'),
        workers: join(root, 'workers'),
        state: join(root, 'instance.json'),
        processes: join(root, 'processes.json'),
        gatewayConfig: join(root, 'gateway.json'),
        accessLog: join(root, 'access.log'),
        lock: join(root, 'lock'),
    };
}
/** The project and repository that hold the build root's packages: under a name that no config gives to a distribution. */
export const base = { project: 'Sandbox:Debian:12', repository: 'standard' };
/** The package of the base project that builds the preinstall image. */
export const imagePackage = 'preinstallimage';
/** The unprivileged account that Debian's obs-server makes. */
export const account = 'obsrun';
