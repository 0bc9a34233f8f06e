import { showOutput } from '../../declaration/operation.js';
import { formatSpan } from '../../obs/wait.js';
import { renderChecks } from '../../repository/render.js';
import { renderResults } from './results.js';
import { renderTable } from './table.js';
/** What a person wants to read after publish: what is out now, how the builds went, what was checked, how long it took. */
export function renderPublished(outputs) {
    // publish itself set these outputs, from values of these types.
    const results = (outputs['results'] ?? []);
    const released = (outputs['released'] ?? {});
    const checks = outputs['report'];
    const steps = (outputs['steps'] ?? []);
    const revisions = (outputs['revisions'] ?? {});
    const untouched = outputs['changed'] === false && Object.values(revisions).every(({ changed }) => !changed);
    const rows = Object.entries(released).map(([name, { container, project, versions, changed }]) => [
        name,
        Object.entries(versions)
            .map(([builder, version]) => `${builder} ${version}`)
            .join(', '),
        container ?? project,
        changed ? 'released' : 'was there already',
    ]);
    return [
        `## ${showOutput(outputs['version'] ?? 'No version')} in channel ${showOutput(outputs['channel'] ?? '?')}`,
        ...(untouched ? ['Nothing changed on OBS: this version was published already.'] : []),
        ...(rows.length > 0
            ? [
                `### Published from ${showOutput(outputs['publish-project'])}`,
                renderTable(['Package', 'Versions', 'Container', ''], rows),
            ]
            : ['Nothing was released.']),
        ...(results.length > 0 ? [`### Builds in ${showOutput(outputs['build-project'])}`, renderResults(results)] : []),
        ...(checks === undefined ? [] : ['### Checks of the published repositories', renderChecks(checks)]),
        '### Time',
        renderTable(['Step', 'Time'], steps.map(({ name, milliseconds }) => [name, formatSpan(milliseconds)])),
    ].join('\n\n');
}
