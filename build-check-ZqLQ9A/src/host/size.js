import { redactUrl, WorkError } from '../error.js';
const units = [
    ['GiB', 1024 ** 3],
    ['MiB', 1024 ** 2],
    ['KiB', 1024],
];
/** A size for people: `1 GiB`, `1.5 MiB`, `12 bytes`. */
export function formatSize(bytes) {
    const [unit, size] = units.find(([, each]) => bytes >= each) ?? ['bytes', 1];
    return `${Number((bytes / size).toFixed(1))} ${unit}`;
}
/** The error of a body that is larger than it may be. */
export function tooLarge(url, limit) {
    return new WorkError(`${redactUrl(url)} is larger than ${formatSize(limit)}, the most that may be read; check the address or raise max-size.`);
}
