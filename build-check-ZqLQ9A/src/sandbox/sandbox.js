import { start } from './start.js';
import { stop } from './stop.js';
/**
 * Starts a private Open Build Service on this machine, or returns the one that already runs in the directory.
 * Throws a UserError when root's rights or Debian packages are missing; leaves nothing running when it fails.
 */
export function startSandbox(options, host) {
    return start(options, host);
}
/** Stops what runs in the directory, keeping its data. A directory without a sandbox is no error. */
export function stopSandbox(directory, host) {
    return stop(directory, host);
}
