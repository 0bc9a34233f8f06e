import { hashBytes } from '../../host/file.js';
/** Writes apt's Release file of a flat repository (Debian wiki, DebianRepository/Format). */
export function renderRelease({ origin, label, suite, time, architectures, indices }) {
    const sums = (algorithm) => Object.entries(indices).map(([name, content]) => ` ${hashBytes(content, algorithm)} ${content.length} ${name}`);
    return [
        `Origin: ${origin}`,
        `Label: ${label}`,
        `Suite: ${suite}`,
        `Date: ${new Date(time * 1000).toUTCString()}`,
        `Architectures: ${architectures.join(' ')}`,
        // Old clients want it, and none trusts it alone.
        'MD5Sum:',
        ...sums('md5'),
        'SHA256:',
        ...sums('sha256'),
        '',
    ].join('\n');
}
