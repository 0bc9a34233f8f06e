import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { UserError } from '../error.js';
/** A free port below the range that the kernel hands out to clients, so that nobody takes it between here and its use. */
export async function findPort(taken = []) {
    for (let attempt = 0; attempt < 100; attempt++) {
        const port = randomInt(20_000, 32_000);
        if (!taken.includes(port) && (await isFree(port)))
            return port;
    }
    throw new UserError('No free TCP port was found between 20000 and 32000; end some of the servers on this machine');
}
/** Whether nobody listens on the port, on any address. */
export function isFree(port) {
    return new Promise((resolve) => {
        const server = createServer();
        server.once('error', () => resolve(false));
        server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
    });
}
/** The ports of an instance: those it had before, as far as they are free, and the one that is asked for. */
export async function choosePorts(gateway, known) {
    if (gateway !== 0 && !(await isFree(gateway))) {
        throw new UserError(`Port ${gateway} is in use by another program; give another port, or 0 for a free one`);
    }
    const keep = async (port) => (port !== undefined && (await isFree(port)) ? port : undefined);
    const source = (await keep(known?.ports.source)) ?? (await findPort());
    const repository = (await keep(known?.ports.repository)) ?? (await findPort([source]));
    const own = gateway === 0 ? await keep(known?.ports.gateway) : gateway;
    return { source, repository, gateway: own ?? (await findPort([source, repository])) };
}
