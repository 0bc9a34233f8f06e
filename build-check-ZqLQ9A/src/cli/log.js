import { formatLocation } from '../error.js';
/** Writes progress and diagnostics as lines, secrets replaced; debugging lines only when asked for. */
export function terminalLog(write, debugging) {
    const secrets = new Set();
    const print = (line) => {
        let shown = line;
        for (const secret of secrets)
            shown = shown.replaceAll(secret, '***');
        write(`${shown}\n`);
    };
    const place = (at) => (at ? `${formatLocation(at)}: ` : '');
    return {
        debug: (message) => debugging && print(`debug: ${message}`),
        info: print,
        warning: (message, at) => print(`warning: ${place(at)}${message}`),
        error: (message, at) => print(`error: ${place(at)}${message}`),
        async group(title, step) {
            print(`── ${title}`);
            return step();
        },
        mask: (secret) => secret !== '' && secrets.add(secret),
    };
}
