import { listDocuments, listSourceFiles } from '../config/payload.js';
import { UserError } from '../error.js';
import { platformOf } from './platform.js';
/** Everything of a package that comes from its source: for each platform its programs and other members, and documents once. */
export function listWanted(request) {
    const { config, package: planned, platforms = planned.architectures } = request;
    const pkg = config.config.packages[planned.name];
    if (!pkg)
        throw new Error(`the plan names ${planned.name}, which the config lacks`);
    const files = listSourceFiles(pkg, planned.version).filter(({ name, source }, index, all) => all.findIndex((other) => other.name === name && other.source === source) === index);
    const wanted = platforms.flatMap((name, index) => {
        const platform = platformOf(name, config.config.architectures);
        return [...files, ...(index === 0 ? documents(pkg) : [])].map((file) => want(request, pkg, file, platform));
    });
    return wanted;
}
function documents(pkg) {
    return listDocuments(pkg).flatMap(({ name, from, path }) => typeof from === 'string' ? [] : [{ kind: 'member', name: from.member, source: pkg.source, path, place: name }]);
}
function want({ config, package: planned, release }, pkg, file, platform) {
    const { name, kind, source, place } = file;
    const key = ['packages', planned.name, ...(source === pkg.source ? [] : file.path), 'source'];
    const at = config.locate(source === undefined ? ['packages', planned.name, ...file.path] : key);
    if (source === undefined)
        throw new UserError([
            { message: `${planned.name} wants ${name} of its source, and it has none; state packages.${planned.name}.source.`, at },
        ]);
    const baseOf = (part) => config.folderOf([...key, part]);
    const { version } = planned;
    const values = {
        version: version.upstream,
        'package-version': version.package,
        'release-version': (release ?? version).upstream,
        minor: version.minor,
        package: planned.name,
        binary: name,
        os: platform.os,
        goarch: platform.goarch,
        arch: platform.architecture,
        debarch: platform.debarch,
        exe: platform.os === 'windows' ? '.exe' : '',
    };
    return { package: planned.name, name, kind, platform, source, baseOf, values, at, ...(place === undefined ? {} : { place }) };
}
