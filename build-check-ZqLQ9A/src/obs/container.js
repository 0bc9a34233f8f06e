import { apiPath, readXml } from './osc.js';
import { childrenOf } from './xml.js';
/** The release targets that a manual release uses. */
export function releaseTargets(meta) {
    return childrenOf(meta, 'repository').flatMap((repository) => childrenOf(repository, 'releasetarget')
        .filter(({ attributes }) => attributes['trigger'] === 'manual' || attributes['trigger'] === 'maintenance')
        .map(({ attributes }) => ({
        repository: repository.attributes['name'] ?? '',
        targetProject: attributes['project'] ?? '',
        targetRepository: attributes['repository'] ?? '',
    })));
}
/**
 * The package of a publish project that holds a release of these sources: `<name>.<timestamp>` (or `<name>`
 * itself in a project that is no maintenance_release one) with the same srcmd5. The newest when there are several.
 */
export async function findContainer(project, name, srcmd5, osc) {
    const list = await readXml(osc, apiPath(['source', project], [['view', 'info']]), `OBS has no project ${project}; run obs-provision.`);
    return childrenOf(list, 'sourceinfo')
        .filter(({ attributes }) => attributes['srcmd5'] === srcmd5 && isContainerOf(attributes['package'] ?? '', name))
        .map(({ attributes }) => attributes['package'] ?? '')
        .sort()
        .at(-1);
}
function isContainerOf(container, name) {
    return container === name || (container.startsWith(`${name}.`) && /^\d{14}$/.test(container.slice(name.length + 1)));
}
/** The debs and rpms of a package, without source packages and build statistics. */
export async function listBuiltFiles(project, name, osc) {
    const query = [
        ['view', 'binarylist'],
        ['package', name],
    ];
    const list = await readXml(osc, apiPath(['build', project, '_result'], query), `OBS has no ${project}/${name}.`);
    return childrenOf(list, 'result').flatMap(({ attributes, children }) => children
        .flatMap((binaryList) => childrenOf(binaryList, 'binary'))
        .map((binary) => binary.attributes['filename'] ?? '')
        .filter((file) => /\.(deb|rpm)$/.test(file) && !/\.(no)?src\.rpm$/.test(file))
        .map((file) => ({ repository: attributes['repository'] ?? '', architecture: attributes['arch'] ?? '', file })));
}
/** The folder of a published repository that a file lies in: its architecture as the format writes it. */
export function publishedFolder(file) {
    const pattern = file.endsWith('.deb') ? /_([^_]+)\.deb$/ : /\.([^.]+)\.rpm$/;
    return pattern.exec(file)?.[1] ?? '';
}
/** `1.1.5-1.1` of `runc_1.1.5-1.1_amd64.deb` or `runc-1.1.5-1.1.x86_64.rpm`. */
export function publishedVersion(file, name) {
    const stem = file.slice(name.length + 1);
    return stem.replace(/(?:_[^_]+\.deb|\.[^.]+\.rpm)$/, '');
}
