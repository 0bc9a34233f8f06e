import { ServiceError } from '../error.js';
const patience = 4;
const mostAttempts = 40;
const firstPause = 500;
const longestWait = 120_000;
/**
 * Repeats a read until it is done: after four tries in a row that brought nothing it gives up. Only what may be
 * different next time is repeated. Throws a {@link ServiceError}.
 */
export async function repeatRead(clock, attempt) {
    let failures = 0;
    for (let count = 1;; count++) {
        const outcome = await attempt();
        if (outcome.done)
            return outcome.value;
        const { error, wait = 0, progress = false } = outcome;
        failures = progress ? 1 : failures + 1;
        if (!error.retriable || failures === patience || count === mostAttempts || wait > longestWait)
            throw error;
        await clock.sleep(Math.max(wait, firstPause * 2 ** (failures - 1)));
    }
}
/** Milliseconds that a Retry-After header asks for: seconds or a date (RFC 9110, 10.2.3). */
export function parseRetryAfter(header, now) {
    if (header === undefined)
        return undefined;
    if (/^\d+$/.test(header.trim()))
        return Number(header) * 1000;
    const date = Date.parse(header);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
