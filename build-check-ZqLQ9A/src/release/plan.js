import { listArchitectures } from '../config/architecture.js';
import { expandTemplate } from '../config/template.js';
import { nearest } from '../declaration/nearest.js';
import { UserError } from '../error.js';
import { isWithin, parseRange } from '../version/range.js';
import { parseVersion } from '../version/version.js';
import { packageVersion } from './carried.js';
import { chooseChannel } from './channel.js';
import { findRelationProblems } from './relation.js';
/**
 * Computes a plan without any effect. Throws a {@link UserError} for a version, channel or package that does not
 * fit, with the place in the config when it is told how to find it.
 */
export function makePlan(config, request, locate) {
    const version = parseVersion(request.version);
    const channel = chooseChannel(config.channels, version, request.channel);
    const names = selectPackages(Object.keys(config.packages), request.packages);
    const builders = Object.entries(config.builders).map(([name, builder]) => planBuilder(name, builder, version));
    const cells = names.flatMap((name) => cellsOf(name, builders, config));
    const fill = (template) => expandTemplate(template, { channel, minor: version.minor });
    const publish = config.obs['publish-project'];
    const used = new Set(builders.flatMap(({ architectures }) => architectures));
    return {
        version,
        channel,
        apiurl: config.obs.apiurl,
        buildProject: fill(config.obs['build-project']),
        publishProject: publish === undefined ? undefined : fill(publish),
        maintainers: config.obs.maintainers,
        builders,
        packages: planPackages(names, config, { version, cells, builders }, locate),
        cells,
        // An architecture that the config adds comes first and hides the table's.
        architectures: listArchitectures(config.architectures).filter(({ obs }) => used.delete(obs)),
    };
}
function planBuilder(name, { architectures, format, paths }, version) {
    const chosen = architectures.flatMap((each) => {
        if (typeof each === 'string')
            return [each];
        const range = parseRange(each.versions);
        return range && isWithin(version, range) ? [each.name] : [];
    });
    return { name, format, paths, architectures: chosen };
}
/** Gives each package its version and tells every relation that cannot be decided. */
function planPackages(names, config, frame, locate) {
    const problems = [];
    const blame = (name, path, problem) => {
        const whole = ['packages', name, ...path];
        const message = `${whole.join('.')} ${problem}.`;
        if (!problems.some((each) => each.message === message))
            problems.push({ message, ...(locate && { at: locate(whole, 'key') }) });
    };
    const planned = names.flatMap((name) => {
        const pkg = config.packages[name];
        if (!pkg)
            return [];
        const result = packageVersion(pkg, frame.version);
        if ('problem' in result) {
            blame(name, ['version'], result.problem);
            return [];
        }
        const { version } = result;
        const own = frame.cells.filter((cell) => cell.package === name);
        if (own.length === 0)
            blame(name, [], 'is built by no builder: none has its format and architecture');
        const formatOf = (builder) => frame.builders.find((each) => each.name === builder)?.format ?? 'deb';
        for (const { builder, architecture } of own) {
            for (const { path, problem } of findRelationProblems(pkg, { version, format: formatOf(builder), architecture }))
                blame(name, path, problem);
        }
        const architectures = [...new Set(own.map(({ architecture }) => architecture))];
        const builds = [...new Set(own.map(({ builder }) => formatOf(builder)))].map((format) => {
            const built = own.filter(({ builder }) => formatOf(builder) === format);
            return { format, architectures: [...new Set(built.map(({ architecture }) => architecture))] };
        });
        return [{ name, version, architectures, builds }];
    });
    if (problems.length > 0)
        throw new UserError(problems);
    return planned;
}
function selectPackages(known, wanted) {
    const problems = [];
    for (const name of wanted) {
        if (known.includes(name))
            continue;
        const similar = nearest(name, known);
        problems.push({
            message: `There is no package ${name} in the config${similar ? `; did you mean ${similar}?` : `; it has ${known.join(', ')}.`}`,
        });
    }
    if (problems.length > 0)
        throw new UserError(problems);
    return wanted.length === 0 ? known : known.filter((name) => wanted.includes(name));
}
function cellsOf(name, builders, { packages }) {
    const pkg = packages[name];
    return builders
        .filter(({ format }) => pkg?.formats?.includes(format) ?? true)
        .flatMap((builder) => builder.architectures
        .filter((architecture) => pkg?.architectures?.includes(architecture) ?? true)
        .map((architecture) => ({ package: name, builder: builder.name, architecture })));
}
