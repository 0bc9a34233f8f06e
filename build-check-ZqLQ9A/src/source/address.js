import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expandTemplate, expandUrl } from '../config/template.js';
import { redactUrl, ServiceError, UserError } from '../error.js';
const mostBytes = 16 * 1024 ** 2;
/** Fills a template of a source. What has no scheme then is a path, relative to the config's folder. */
export function expandAddress(template, key, { values, baseOf }, addresses = {}) {
    const url = expandUrl(template, { ...values, ...addresses });
    if (isUrl(url))
        return { location: url, shown: redactUrl(url) };
    const path = resolve(baseOf(key), expandTemplate(template, { ...values, ...addresses }));
    return { location: path, shown: path };
}
export function isUrl(location) {
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(location);
}
/** A {@link ReadSmall} that reads each address once. */
export function smallReader(host) {
    const known = new Map();
    return ({ location, shown }, wanted) => {
        const present = known.get(location);
        if (present)
            return present;
        const answer = isUrl(location) ? readUrl(location, shown, wanted, host) : readLocal(location, wanted);
        known.set(location, answer);
        return answer;
    };
}
async function readUrl(url, shown, wanted, host) {
    return (await host.http.bytes(url, mostBytes)) ?? missing(shown, wanted);
}
async function readLocal(path, wanted) {
    return readFile(path).catch(() => missing(path, wanted));
}
/** Throws the {@link UserError} of an address that has nothing. */
export function missing(shown, { package: pkg, platform, at }) {
    const message = `There is nothing at ${shown}, which ${pkg} needs for ${platform.architecture}; check the version and packages.${pkg}.source.`;
    throw new UserError([{ message, at }]);
}
/** Throws {@link missing} in place of a 404. */
export function explainMissing(shown, wanted) {
    return (error) => {
        if (error instanceof ServiceError && error.status === 404)
            missing(shown, wanted);
        throw error;
    };
}
