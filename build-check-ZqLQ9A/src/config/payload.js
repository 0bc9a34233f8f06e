import { isWithin, parseRange } from '../version/range.js';
const both = ['deb', 'rpm'];
/** Everything a package installs, units included, in the order of the config; at one version, or at any. */
export function listFiles(pkg, version) {
    const files = entriesAt(pkg.files, version).map(([to, entry]) => packagedFile(to, entry, pkg.source, ['files', to]));
    const units = entriesAt(pkg.units, version).map(([name, entry]) => packagedFile(`{unitdir}/${name}`, entry, pkg.source, ['units', name]));
    return [...files, ...units];
}
/** The members of the source that a package needs, as programs or otherwise. */
export function listSourceFiles(pkg, version) {
    return listFiles(pkg, version).flatMap((file) => (file.kind === 'binary' || file.kind === 'member' ? [file] : []));
}
/** The entries of a map that hold at a version. */
export function entriesAt(map, version) {
    return Object.entries(map).filter(([, { versions }]) => {
        const range = versions === undefined || version === undefined ? undefined : parseRange(versions);
        return range === undefined || version === undefined || isWithin(version, range);
    });
}
/** Where a config says that a file is installed, in each format: units have a folder of their own. */
export function destination(to, format) {
    return to.replace('{unitdir}', format === 'deb' ? '/lib/systemd/system' : '/usr/lib/systemd/system');
}
function packagedFile(to, entry, inherited, path) {
    const { owner = 'root', group = 'root', formats = both, config = false, replace = {}, source = inherited } = entry;
    const installed = (mode) => ({ to, mode: entry.mode ?? mode, owner, group, formats, path });
    if (entry.directory)
        return { kind: 'directory', ...installed('0755') };
    if (entry.link !== undefined)
        return { kind: 'link', target: entry.link, ...installed('0777') };
    if (entry.file !== undefined)
        return { kind: 'file', file: entry.file, config, replace, ...installed('0644') };
    const { binary, member } = entry;
    const kind = binary === undefined ? 'member' : 'binary';
    return { kind, name: binary ?? member ?? '', source, config, replace, ...installed(kind === 'binary' ? '0755' : '0644') };
}
/** The two documents of every package. */
export function listDocuments(pkg) {
    return [
        { name: 'LICENSE', from: pkg['license-file'] ?? 'LICENSE', path: ['license-file'] },
        { name: 'README.md', from: pkg.readme ?? 'README.md', path: ['readme'] },
    ];
}
