import { packageTypes } from '../../build/type/table.js';
import { listArchitectures } from '../../config/architecture.js';
import { nearest } from '../../declaration/nearest.js';
import { UserError } from '../../error.js';
import { platformOf } from '../../source/platform.js';
/** What there is to build. Throws a {@link UserError} with every name that is unknown or selects nothing. */
export function chooseJobs({ plan, loaded: { config } }, { formats, architectures }) {
    const known = listArchitectures(config.architectures);
    const spell = spellings(known);
    const possible = plan.packages.flatMap((planned) => packageTypes.flatMap((type) => {
        const pkg = config.packages[planned.name];
        return (pkg ? type.listTargets(planned, pkg) : []).map((target) => {
            const platform = platformOf(target, config.architectures);
            const rpmarch = known.find(({ obs }) => obs === target)?.rpm ?? target;
            return { package: planned, type, target, platform, rpmarch };
        });
    }));
    const problems = [...judgeFormats(formats, possible), ...judgeArchitectures(architectures, possible, spell, [...spell.keys()])];
    if (problems.length > 0)
        throw new UserError(problems);
    const types = formats.length === 0 ? ['deb', 'rpm'] : formats;
    const targets = architectures.map((name) => spell.get(name) ?? name);
    const jobs = possible.filter(({ type, target }) => types.includes(type.name) && (targets.length === 0 || targets.includes(target)));
    if (jobs.length === 0)
        throw new UserError(`There is nothing to build: no package has one of the formats ${types.join(', ')} for ${architectures.join(', ') || 'any architecture'}.`);
    return jobs;
}
/** The target that each name of an architecture means. */
function spellings(known) {
    const names = new Map();
    for (const { obs, go, deb, rpm } of known) {
        for (const name of [obs, go, deb, rpm, `linux/${go}`])
            if (!names.has(name))
                names.set(name, obs);
    }
    return names;
}
function judgeFormats(formats, possible) {
    const known = packageTypes.map(({ name }) => name);
    return formats.flatMap((name) => {
        if (!known.includes(name)) {
            const similar = nearest(name, known);
            return [
                {
                    message: `Input \`formats\` has ${name}${similar ? `; did you mean ${similar}?` : `; known are ${known.join(', ')}.`}`,
                },
            ];
        }
        if (possible.some(({ type }) => type.name === name))
            return [];
        return [
            { message: `Input \`formats\` has ${name}, and none of the packages is made as one; see the builders of the config.` },
        ];
    });
}
function judgeArchitectures(architectures, possible, spell, names) {
    const targets = [...new Set(possible.map(({ target }) => target))];
    return architectures.flatMap((name) => {
        if (targets.includes(spell.get(name) ?? name))
            return [];
        const similar = spell.has(name) ? undefined : nearest(name, [...targets, ...names]);
        return [
            {
                message: `Input \`architectures\` has ${name}${similar ? `; did you mean ${similar}?` : `, for which nothing is built; there are ${targets.join(', ')}.`}`,
            },
        ];
    });
}
