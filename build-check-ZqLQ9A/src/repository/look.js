import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mapInParallel } from '../host/parallel.js';
import { readDebRepository } from './deb-index.js';
import { fail } from './finding.js';
import { verifySignature } from './gpgv.js';
import { locateCell } from './presence.js';
import { readRpmRepository } from './rpm-index.js';
import { openSource } from './source.js';
import { settleTrust } from './trust.js';
const readers = { deb: readDebRepository, rpm: readRpmRepository };
/** Reads a repository's key, metadata and packages as they are now. */
export async function lookAt(request, shelf, folder, host) {
    const { format, checks, cells } = request;
    const source = openSource(request.url, join(folder, 'files'), host);
    const findings = [];
    let key;
    const published = await readers[format](source, new Set(cells.map((cell) => cell.package)), host);
    if (checks.has('metadata'))
        findings.push(...published.findings);
    if (checks.has('signatures') || checks.has('install')) {
        await mkdir(join(folder, 'key'), { recursive: true });
        const trust = await settleTrust(format, request.key, source, join(folder, 'key'), host);
        key = trust.key;
        if (checks.has('signatures'))
            findings.push(trust.finding, ...(await verifyRepositorySignatures(format, published, key, host)));
    }
    const wanted = checks.has('presence') || checks.has('payload') || (checks.has('signatures') && format === 'rpm');
    const located = await mapInParallel(cells, 2, (cell) => locateCell(format, cell, published.packages, wanted ? { source, shelf } : undefined));
    if (checks.has('presence'))
        findings.push(...located.map(({ finding }) => finding));
    return { findings, key, cells: located.map(({ cell }) => cell), url: source.url };
}
async function verifyRepositorySignatures(format, { signed }, key, host) {
    if (signed.length === 0)
        return [fail('signatures', `${format} repository`, 'there is no signed file, see the check metadata')];
    return mapInParallel(signed, 2, async (file) => {
        if (key === undefined)
            return fail('signatures', file.subject, 'there is no key to verify it with');
        return { check: 'signatures', subject: file.subject, ...(await verifySignature(file, key, host)) };
    });
}
