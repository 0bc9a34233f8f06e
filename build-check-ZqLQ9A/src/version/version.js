import { UserError } from '../error.js';
const pattern = /^v?(?<core>\d+\.\d+(?:\.\d+)*)(?:-(?<pre>[0-9A-Za-z.-]+))?(?:\+(?<build>[0-9A-Za-z.-]+))?$/;
/**
 * Reads a version or a tag (`v1.30.0-alpha.2`). With a prerelease part and build metadata it is a nightly;
 * build metadata alone (`1.2.3+vendor1`) is a release. `~` makes a prerelease sort below its release in both
 * formats (deb-version(7), rpm-version(7)); neither allows `-` within a version.
 */
export function parseVersion(text) {
    const version = readVersion(text);
    if (!version)
        throw new UserError(`${JSON.stringify(text)} is no version; it must look like 1.30.0, v1.30.0-rc.1 or 1.31.0-alpha.1.12+abc123.`);
    return version;
}
/** The same, undefined for what is no version. */
export function readVersion(text) {
    const groups = pattern.exec(text.trim())?.groups;
    if (!groups)
        return undefined;
    const { core = '', pre, build } = groups;
    const dotted = (part) => part.replaceAll('-', '.');
    return {
        upstream: `${core}${pre ? `-${pre}` : ''}${build ? `+${build}` : ''}`,
        package: `${core}${pre ? `~${dotted(pre)}` : ''}${build ? `+${dotted(build)}` : ''}`,
        kind: pre ? (build ? 'nightly' : 'prerelease') : 'release',
        minor: core.split('.').slice(0, 2).join('.'),
    };
}
/** A version without prerelease and metadata: `1.30.0` of `1.30.0-alpha.2`. */
export function coreOf({ upstream }) {
    return /^[\d.]*\d/.exec(upstream)?.[0] ?? upstream;
}
