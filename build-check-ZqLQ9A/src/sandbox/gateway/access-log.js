import { createWriteStream } from 'node:fs';
/** Writes one line an answer: time, login, request, status, milliseconds. Headers, and so credentials, are never written. */
export function openAccessLog(file) {
    const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
    return (request, response, login) => {
        const begun = Date.now();
        response.on('close', () => {
            const outcome = response.writableFinished ? String(response.statusCode) : 'aborted';
            const target = (request.url ?? '').replace(/[^\x21-\x7e]/g, '?');
            stream.write(`${new Date(begun).toISOString()} ${login() ?? '-'} ${request.method ?? '-'} ${target} ${outcome} ${Date.now() - begun}ms\n`);
        });
    };
}
