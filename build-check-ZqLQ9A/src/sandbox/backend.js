import { request } from 'node:http';
import { ServiceError } from '../error.js';
export function connectBackend(port) {
    const send = (method, path, body) => new Promise((resolve, reject) => {
        const headers = body === undefined ? {} : { 'content-length': Buffer.byteLength(body), 'content-type': 'application/xml' };
        const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false, timeout: 300_000 }, (incoming) => {
            const chunks = [];
            incoming.on('data', (chunk) => chunks.push(chunk));
            incoming.on('error', reject);
            incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
        });
        outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within five minutes')));
        outgoing.on('error', (error) => reject(new ServiceError({ url: `http://127.0.0.1:${port}${path}`, reason: error.message })));
        outgoing.end(body);
    });
    return {
        send,
        async demand(method, path, body) {
            const answer = await send(method, path, body);
            if (answer.status < 300)
                return answer.body;
            throw new BackendError(`http://127.0.0.1:${port}${path}`, answer);
        },
    };
}
/** A body as it is, from a server of the instance; never through a proxy. */
export function fetchBytes(port, path) {
    return new Promise((resolve, reject) => {
        const outgoing = request({ host: '127.0.0.1', port, path, agent: false, timeout: 60_000 }, (incoming) => {
            const chunks = [];
            incoming.on('data', (chunk) => chunks.push(chunk));
            incoming.on('error', reject);
            incoming.on('end', () => resolve(Buffer.concat(chunks)));
        });
        outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within a minute')));
        outgoing.on('error', (error) => reject(new ServiceError({ url: `http://127.0.0.1:${port}${path}`, reason: error.message })));
        outgoing.end();
    });
}
/** The backend refused: its status and its own words. */
export class BackendError extends ServiceError {
    summary;
    constructor(url, answer) {
        const summary = readSummary(answer.body);
        super({ url, status: answer.status, reason: summary });
        this.summary = summary;
    }
}
/** The text of `<summary>` in the backend's error answer, entities resolved. */
export function readSummary(body) {
    const text = /<summary>([\s\S]*?)<\/summary>/.exec(body)?.[1] ?? body;
    const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
    return text.trim().replace(/&(lt|gt|quot|apos|amp);/g, (whole, name) => entities[name] ?? whole);
}
/** Waits until something answers HTTP on the port; false when it does not in time. */
export async function waitForAnswer(port, clock, patience) {
    const deadline = clock.now() + patience;
    while (clock.now() < deadline) {
        const answered = await new Promise((resolve) => {
            const outgoing = request({ host: '127.0.0.1', port, path: '/', agent: false, timeout: 2000 }, (incoming) => {
                incoming.resume();
                resolve(true);
            });
            outgoing.on('timeout', () => outgoing.destroy());
            outgoing.on('error', () => resolve(false));
            outgoing.end();
        });
        if (answered)
            return true;
        await clock.sleep(50);
    }
    return false;
}
