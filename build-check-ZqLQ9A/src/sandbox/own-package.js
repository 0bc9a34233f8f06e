import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
/** The same content makes the same bytes, or a kept preinstall image would not fit any more. */
const epoch = '1700000000';
/** Builds the package with dpkg-deb; resolves to the file. */
export async function buildOwnPackage(own, folder, name, host) {
    const root = join(folder, `${name}.root`);
    const file = join(folder, `${name}.deb`);
    await rm(root, { recursive: true, force: true });
    const write = async (path, content, mode) => {
        await mkdir(dirname(join(root, path)), { recursive: true, mode: 0o755 });
        await writeFile(join(root, path), content, { mode });
    };
    await write('DEBIAN/control', renderControl(own), 0o644);
    if (own.postinst !== undefined)
        await write('DEBIAN/postinst', own.postinst, 0o755);
    for (const { path, content, mode } of own.files)
        await write(path, content, mode ?? 0o644);
    await host.exec('dpkg-deb', ['--root-owner-group', '-Zgzip', '--build', root, file], { env: { SOURCE_DATE_EPOCH: epoch } });
    await rm(root, { recursive: true, force: true });
    return file;
}
function renderControl(own) {
    const depends = own.depends.length === 0 ? '' : `Depends: ${own.depends.join(', ')}\n`;
    return `Package: ${own.name}
Version: 1.0-1
Architecture: all
Maintainer: OBS sandbox <obs@sandbox.invalid>
${depends}Description: ${own.summary}
`;
}
