import { UserError } from '../../error.js';
import { apiPath, readXml } from '../../obs/osc.js';
import { readRevision } from '../../obs/push.js';
import { cellsOfMeta } from '../../obs/result.js';
import { makePlan } from '../../release/plan.js';
import { tarballName } from '../../source/directory.js';
import { loadConfig } from './config.js';
import { resolveVersion } from './version.js';
/** Reads the config and makes the plan. */
export async function resolvePlan(inputs, host) {
    const loaded = await loadConfig(inputs.config, host);
    const version = await resolveVersion(inputs.version, host);
    const request = { version, channel: inputs.channel, packages: inputs.packages };
    return { loaded, plan: makePlan(loaded.config, request, loaded.locate) };
}
export async function resolveTarget(inputs, host) {
    const { project, packages } = inputs;
    if (project === undefined) {
        const planned = await resolvePlan(inputs, host);
        const { plan } = planned;
        return {
            project: plan.buildProject,
            packages: plan.packages.map(({ name }) => name),
            planned,
            cells: () => Promise.resolve(plan.cells),
        };
    }
    if (inputs.config !== undefined)
        throw new UserError('Inputs `config` and `project` exclude each other: a config names the projects itself.');
    if (packages.length === 0)
        throw new UserError('Input `packages` is missing: with `project` it names the packages to work on.');
    const cells = async (osc) => cellsOfMeta(await readXml(osc, apiPath(['source', project, '_meta']), `OBS has no project ${project}; check the input \`project\`.`), packages);
    return { project, packages, planned: undefined, cells };
}
/** The revisions an operation is about: those given, else those that OBS has now, if they are of the planned version. */
export async function resolveRevisions(target, given, osc) {
    if (given === undefined)
        return Promise.all(target.packages.map((name) => readRevision(target.project, name, osc, tarballOf(target, name))));
    const missing = target.packages.filter((name) => !Object.hasOwn(given, name));
    if (missing.length > 0)
        throw new UserError(`Input \`revisions\` has no revision of ${missing.join(', ')}; give the output of obs-push for the same packages.`);
    return target.packages.flatMap((name) => {
        const revision = given[name];
        return revision ? [{ package: name, changed: false, ...revision }] : [];
    });
}
function tarballOf({ planned }, name) {
    const found = planned?.plan.packages.find((candidate) => candidate.name === name);
    return found && tarballName(found);
}
