import { readFile } from 'node:fs/promises';
/** When the process started; undefined when no such process runs (proc(5), field 22 of /proc/PID/stat). */
export async function identifyProcess(pid) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined)
        return undefined;
    const fields = statFields(stat);
    if (fields[0] === 'Z')
        return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${fields[19] ?? ''}@${boot.trim()}`;
}
/** Whether the very same process still runs. */
export async function isSameProcess(process) {
    return (await identifyProcess(process.pid)) === process.started;
}
/** The fields of /proc/PID/stat after the program's name, which may itself contain spaces and brackets. */
export function statFields(stat) {
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
