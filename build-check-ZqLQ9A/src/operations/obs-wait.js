import { choice, duration } from '../declaration/input.js';
import { operation } from '../declaration/operation.js';
import { ServiceError, WorkError } from '../error.js';
import { findCause, readLogTail } from '../obs/log.js';
import { observer } from '../obs/observe.js';
import { openOsc } from '../obs/osc.js';
import { nameCell } from '../obs/result.js';
import { waitForCells } from '../obs/wait.js';
import { pollInterval, revisionsInput, targetInputs } from './shared/inputs.js';
import { renderResults } from './shared/results.js';
import { resolveRevisions, resolveTarget } from './shared/target.js';
export const buildTimeout = duration('5h30m', { description: 'Give up and fail after this time; a later run goes on waiting.' });
export const waitOutputs = {
    state: 'succeeded, failed, or pending when the time ran out first.',
    results: 'A row for each cell, as JSON: package, builder, architecture, state, code, reason, link.',
    failed: 'The cells that failed, as JSON; the input `cells` of obs-rebuild takes them.',
};
/** Waits for builds. */
export const obsWait = operation({
    name: 'obs-wait',
    summary: 'Wait until OBS has built the pushed revisions on every architecture.',
    inputs: {
        ...targetInputs,
        revisions: revisionsInput,
        timeout: buildTimeout,
        'poll-interval': pollInterval,
        events: choice(['none'], { default: 'none', description: 'What besides polling wakes the wait up; so far nothing.' }),
    },
    outputs: waitOutputs,
    async run({ inputs, host, set }) {
        const osc = openOsc(host);
        const target = await resolveTarget(inputs, host);
        const revisions = await resolveRevisions(target, inputs.revisions, osc);
        const cells = await target.cells(osc);
        const verdict = await awaitBuilds({ project: target.project, cells, revisions, timeout: inputs.timeout, interval: inputs['poll-interval'] }, osc, host);
        set(describeVerdict(verdict));
        requireBuilt(target.project, verdict);
    },
    report: (outputs) => ['### Builds', '', renderResults((outputs.results ?? []))].join('\n'), // run set it
});
/** Waits, and finds out from the build logs why cells failed. */
export async function awaitBuilds(request, osc, host) {
    const observe = request.observe ?? observer(request.project, request.cells, request.revisions, osc);
    const verdict = await waitForCells(observe, request, host.clock, host.log);
    const explained = [];
    for (const cell of verdict.cells)
        explained.push(cell.code === 'failed' ? await explain(request.project, cell, osc, host) : cell);
    return { ...verdict, cells: explained };
}
async function explain(project, cell, osc, host) {
    const lines = await readLogTail(project, cell, osc);
    await host.log.group(`The end of the build log of ${nameCell(cell)}`, async () => {
        for (const line of lines.slice(-25))
            host.log.info(line);
        return Promise.resolve();
    });
    return { ...cell, reason: findCause(lines) ?? cell.reason };
}
export function describeVerdict({ state, cells }) {
    const failed = cells.filter((cell) => cell.state === 'failed');
    return {
        state,
        results: cells,
        failed: failed.map(({ package: name, builder, architecture }) => ({ package: name, builder, architecture })),
    };
}
/** Throws what a verdict means for the run: a WorkError for failed builds, a ServiceError when they are not done. */
export function requireBuilt(project, { state, cells }) {
    if (state === 'succeeded')
        return;
    const list = (wanted) => cells
        .filter((cell) => cell.state === wanted)
        .map((cell) => `${nameCell(cell)} (${[cell.code, cell.reason].filter((part) => part !== '').join(': ')})`);
    if (state === 'failed') {
        throw new WorkError(`${list('failed').length} of ${cells.length} builds in ${project} failed: ${list('failed').join('; ')}. Nothing was released; obs-rebuild restarts them.`);
    }
    throw new ServiceError({
        url: `/build/${project}`,
        reason: `not every build ended in time: ${list('pending').join('; ')}`,
        hint: 'run it again to go on waiting',
    });
}
