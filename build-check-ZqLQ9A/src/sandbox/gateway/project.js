import * as v from 'valibot';
import { parseXml } from '../xml.js';
import { Refusal } from './answer.js';
const text = v.optional(v.string(), '');
const Meta = v.object({
    project: v.object({
        name: v.string(),
        kind: v.optional(v.string(), 'standard'),
        repository: v.optional(v.array(v.object({
            name: v.string(),
            arch: v.optional(v.array(v.string()), []),
            releasetarget: v.optional(v.array(v.object({ project: text, repository: text, trigger: text })), []),
        })), []),
    }),
});
/** Reads a project's `_meta`. */
export function parseProject(xml) {
    const { name, kind, repository } = v.parse(Meta, parseXml(xml)).project;
    return {
        name,
        kind,
        repositories: repository.map((one) => ({ name: one.name, architectures: one.arch, targets: one.releasetarget })),
    };
}
/** The project's `_meta`; refused as unknown_project when there is none. */
export async function fetchProject(backend, name) {
    const { status, body } = await backend.send('GET', `/source/${encodeURIComponent(name)}/_meta`);
    if (status === 404)
        throw new Refusal(404, 'unknown_project', `Project not found: ${name}`);
    if (status !== 200)
        throw new Refusal(502, 'backend_error', `The backend answered ${status} for the project ${name}`);
    return parseProject(body);
}
const Directory = v.object({
    directory: v.union([v.literal(''), v.object({ entry: v.optional(v.array(v.object({ name: v.string() })), []) })]),
});
/** The names in a `<directory>` answer. */
export function parseDirectory(xml) {
    const { directory } = v.parse(Directory, parseXml(xml));
    return directory === '' ? [] : directory.entry.map((entry) => entry.name);
}
/** Why the backend knows nothing at a path: OBS's code for a missing project or package, else not_found. */
export async function explainMissing(backend, project, name, summary) {
    const lacks = async (path) => (await backend.send('GET', path)).status === 404;
    if (project === undefined)
        return new Refusal(404, 'not_found', summary);
    const path = `/source/${encodeURIComponent(project)}`;
    if (await lacks(`${path}/_meta`))
        return new Refusal(404, 'unknown_project', `Project not found: ${project}`);
    if (name !== undefined && !name.startsWith('_') && (await lacks(`${path}/${encodeURIComponent(name)}/_meta`))) {
        return new Refusal(404, 'unknown_package', `Package not found: ${project}/${name}`);
    }
    return new Refusal(404, 'not_found', summary);
}
