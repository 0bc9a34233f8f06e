/** What two packages can differ in. */
export const aspects = [
    // On one side only.
    'package',
    // Its name, when each side holds one package.
    'name',
    // Its architecture, likewise.
    'architecture',
    // Epoch and version.
    'version',
    // What follows the last hyphen of the version.
    'release',
    // Summary, description, url, license and other fields.
    'metadata',
    // What it requires, provides, conflicts with and the like.
    'relations',
    // Scriptlets, triggers and other active control files.
    'scripts',
    // Bytes of the package and installed.
    'size',
    // Paths on one side only.
    'files',
    // Whether a path is a file, a directory or a link.
    'type',
    // Where a link points.
    'link',
    // Permission bits.
    'mode',
    // User and group.
    'owner',
    // Config, noreplace, missingok, ghost, doc, license, capabilities.
    'marks',
    // The SHA-256 of a content.
    'digest',
];
/** A list with the finding when the sides differ, else an empty one. */
export function differ(what, where, left, right) {
    return left === right ? [] : [{ what, where, left, right }];
}
