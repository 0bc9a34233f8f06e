import * as v from 'valibot'
import { artifactInput } from '../declaration/common.js'
import { json, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { readCellRows, readCheckRows } from '../report/rows.js'
import { readRows, uploadReport } from '../project/row-file.js'
import type { CellResult } from '../obs/result.js'
import type { CheckResult } from '../verify/request.js'
import { judgeRun, renderRun, type RunFacts, type RunState } from '../report/run.js'
import { addressOfRun } from '../project/workflow-run.js'

const needs = v.record(
  v.string(),
  v.object({
    result: v.picklist(['success', 'failure', 'cancelled', 'skipped']),
    outputs: v.nullish(v.record(v.string(), v.nullable(v.string())), {}),
  }),
)

/** Writes the summary of a whole workflow run. */
export const reportRun = operation({
  name: 'report-run',
  summary: 'Write one summary of a workflow run that published: the verdict, what failed and why, and what to do next.',
  inputs: {
    version: text({ description: 'The version that was published.' }),
    channel: text({ description: 'The channel that it went to.' }),
    jobs: json(checkNeeds, {
      required: true,
      description: 'The jobs of the run, as the expression toJSON(needs) has them. An output `changed` of any of them counts.',
    }),
    results: text({ description: 'The output `results` of obs-wait: JSON, the path of a file, or artifact:NAME.' }),
    report: text({
      description: 'The output `report` of verify-repo: JSON, the path of a file, or artifact:NAME with * for several.',
    }),
    'publish-project': text({ description: 'The OBS project that publishes; status-page knows by it where the run belongs.' }),
    'report-artifact': artifactInput('Upload the outputs under this name, for status-page in another job.'),
    'rerun-url': text({ description: 'Where a person starts failed builds again, such as the page of the rebuild workflow.' }),
  },
  outputs: {
    state: output<RunState>(
      'published, built when nothing was to be released, failed, pending when builds had not ended, cancelled, or unsound when it is published and a check of it failed.',
    ),
    sentence: output('The same in a sentence.'),
    next: output('What a person does next; empty when there is nothing to do.'),
    results: output<readonly CellResult[]>('A row for each build, as JSON.'),
    report: output<readonly CheckResult[]>('A row for each check, as JSON.'),
    version: output('The input `version`.'),
    channel: output('The input `channel`.'),
    'publish-project': output('The input `publish-project`.'),
    at: output('When the run was judged, as an ISO time.'),
  },
  async run({ inputs, host, set }) {
    const { version = '', channel = '', jobs } = inputs
    const results = await readRows('results', inputs.results, readCellRows, host)
    const report = await readRows('report', inputs.report, readCheckRows, host)
    const changed = Object.values(jobs)
      .map(({ outputs }) => outputs['changed'] ?? undefined)
      .find((each) => each !== undefined && each !== '')
    const facts: RunFacts = {
      version,
      channel,
      jobs: Object.fromEntries(Object.entries(jobs).map(([name, { result }]) => [name, result])),
      ...(changed === undefined ? {} : { changed: changed === 'true' }),
      results,
      report,
      run: addressOfRun(host.env),
      rerun: inputs['rerun-url'],
    }
    const { state, sentence, next = '' } = judgeRun(facts)
    const at = new Date(host.clock.now()).toISOString()
    const project = inputs['publish-project'] ?? ''
    const outputs = { state, sentence, next, results, report, version, channel, 'publish-project': project, at }
    set(outputs)
    // Without a plan it is about no version.
    if (inputs['report-artifact'] !== undefined && version !== '') await uploadReport(inputs['report-artifact'], outputs, host)
  },
  report: ({ state, sentence, next, results = [], report = [] }) =>
    state === undefined || sentence === undefined
      ? 'Nothing is known of this run.'
      : renderRun({ state, sentence: showOutput(sentence), ...(next ? { next: showOutput(next) } : {}) }, results, report),
})

function checkNeeds(value: unknown): v.InferOutput<typeof needs> {
  const result = v.safeParse(needs, value)
  if (!result.success) throw new Error('must be what the expression toJSON(needs) gives')
  return result.output
}
