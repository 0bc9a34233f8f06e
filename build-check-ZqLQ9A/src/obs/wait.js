import { nameCell } from './result.js';
/** Looks until every cell is final or the time has run out. A failed cell does not end the wait for the others. */
export async function waitForCells(observe, { timeout, interval }, clock, log) {
    const start = clock.now();
    let told = '';
    let toldAt = start;
    for (let pause = Math.min(1000, interval);; pause = Math.min(pause * 1.5, interval)) {
        const cells = await observe();
        const line = describeProgress(cells);
        if (line !== told || clock.now() - toldAt > 300_000) {
            log.info(`${formatSpan(clock.now() - start)}  ${line}`);
            told = line;
            toldAt = clock.now();
        }
        const state = judgeCells(cells);
        if (state !== 'pending' || clock.now() - start + pause > timeout)
            return { state, cells };
        await clock.sleep(pause);
    }
}
/** The state of all cells together: pending as long as one is, then failed if one is. No cell at all is a failure. */
export function judgeCells(cells) {
    if (cells.some(({ state }) => state === 'pending'))
        return 'pending';
    return cells.length === 0 || cells.some(({ state }) => state === 'failed') ? 'failed' : 'succeeded';
}
function describeProgress(cells) {
    const count = (state) => cells.filter((cell) => cell.state === state).length;
    const failed = cells.filter(({ state }) => state === 'failed').map(nameCell);
    const codes = new Map();
    for (const { code, state } of cells)
        if (state === 'pending')
            codes.set(code, (codes.get(code) ?? 0) + 1);
    const pending = [...codes].map(([code, number]) => `${number} ${code}`).join(', ');
    const parts = [
        `${count('succeeded')} of ${cells.length} built`,
        pending,
        failed.length > 0 ? `failed: ${failed.join(', ')}` : '',
    ];
    return parts.filter((part) => part !== '').join('; ');
}
/** `1h05m`, `2m03s` or `7s`. */
export function formatSpan(milliseconds) {
    const seconds = Math.round(milliseconds / 1000);
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
    const two = (value) => String(value).padStart(2, '0');
    if (h > 0)
        return `${h}h${two(m)}m`;
    return m > 0 ? `${m}m${two(s)}s` : `${s}s`;
}
