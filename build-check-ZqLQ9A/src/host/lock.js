import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WorkError } from '../error.js';
import { identifyProcess, isSameProcess } from './process.js';
/**
 * Runs the step while this process alone holds the lock file. A lock whose holder has died is taken over.
 * Throws a {@link WorkError} when the holder still lives after `patience` milliseconds.
 * @param onWait is told once when another process holds it
 */
export async function withLock(file, clock, patience, step, onWait = () => undefined) {
    await mkdir(dirname(file), { recursive: true });
    const deadline = clock.now() + patience;
    let waiting = false;
    while (!(await take(file))) {
        if (await holderIsDead(file)) {
            await rm(file, { force: true });
            continue;
        }
        if (clock.now() > deadline) {
            throw new WorkError(`${file} is held by another process that still runs; wait for it to end, or end it`);
        }
        if (!waiting)
            onWait();
        waiting = true;
        await clock.sleep(200);
    }
    try {
        return await step();
    }
    finally {
        await rm(file, { force: true });
    }
}
async function take(file) {
    const self = await identifyProcess(process.pid);
    try {
        const handle = await open(file, 'wx');
        await handle.writeFile(`${process.pid} ${self ?? ''}\n`);
        await handle.close();
        return true;
    }
    catch (error) {
        if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')
            return false;
        throw error;
    }
}
async function holderIsDead(file) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined)
        return false;
    const [pid = '', started = ''] = text.trim().split(' ');
    if (started !== '')
        return !(await isSameProcess({ pid: Number(pid), started }));
    // An empty file is a holder between creating and writing it, or one that died just there.
    const made = await stat(file).catch(() => undefined);
    return made !== undefined && Date.now() - made.mtimeMs > 10_000;
}
