import { list, text, type Input } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { writeCheckRun, type CheckRun } from '../github/check-run.js'
import { readPlace } from '../github/place.js'
import { judgeStates, type Condition } from '../issue/condition.js'
import { readRows } from '../project/row-file.js'
import { addressOfRun } from '../project/workflow-run.js'
import { renderBuilds } from '../report/builds.js'
import { count as countOf } from '../plural.js'
import { readCellRows, type CellRow } from '../report/rows.js'

const stateInput: Input<Condition> = {
  type: 'list',
  description:
    'What it came to: results of jobs, or the output `state` of obs-wait. One failed or failure fails the check, only succeeded and success pass it; everything else cancels it, which passes nothing.',
  required: true,
  secret: false,
  parse: (value) => judgeStates(list({ description: '' }).parse(value)),
}

/** Tells a commit how its builds ended. */
export const reportCheck = operation({
  name: 'report-check',
  summary: 'Report the builds of a commit as a check run on it.',
  inputs: {
    sha: text({ required: true, description: 'The commit: 40 hexadecimal digits.' }),
    state: stateInput,
    name: text({ default: 'Packages on OBS', description: 'The name of the check; one for each subject.' }),
    results: text({
      description: 'The output `results` of obs-wait: JSON, the path of a file, or artifact:NAME with * for several.',
    }),
    repository: text({ description: 'Where the commit is, as owner/name. Default: the repository of the workflow.' }),
    token: text({
      secret: true,
      actionDefault: '${{ github.token }}',
      description: 'A token that may write checks: that of the job after `permissions: { checks: write }`.',
    }),
  },
  outputs: {
    conclusion: output<CheckRun['conclusion']>('success, failure or cancelled.'),
    url: output('The page of the check.'),
  },
  resumption: 'the same command reports again',
  async run({ inputs, host, set }) {
    const { place, problems } = readPlace(inputs, 'checks: write', host)
    const { sha, name } = inputs
    if (!/^[0-9a-f]{40}$/.test(sha))
      problems.unshift(`Input \`sha\` must be a commit of 40 hexadecimal digits, not ${JSON.stringify(sha)}.`)
    if (problems.length > 0) throw new UserError(problems.map((message) => ({ message })))
    const rows = await readRows('results', inputs.results, readCellRows, host)
    const conclusion = conclude(inputs.state)
    const page = addressOfRun(host.env)
    const { title, summary } = describe(conclusion, rows)
    const id = `${name} of ${page ?? 'a command'} attempt ${host.env['GITHUB_RUN_ATTEMPT'] ?? '1'}`
    set({ conclusion })
    set({ conclusion, url: await writeCheckRun({ name, sha, conclusion, title, summary, page, id }, place, host) })
  },
  report: ({ conclusion = 'cancelled', url }) =>
    `${conclusion === 'failure' ? '❌ ' : ''}The check run says \`${conclusion}\`: ${showOutput(url)}`,
})

/** One that is neutral or skipped would count as passed where the check is required. */
function conclude(state: Condition): CheckRun['conclusion'] {
  if (state === 'undecided') return 'cancelled'
  return state === 'failed' ? 'failure' : 'success'
}

function describe(conclusion: CheckRun['conclusion'], rows: readonly CellRow[]): { title: string; summary: string } {
  if (rows.length === 0) {
    const title = { success: 'Nothing was to be built', failure: 'The builds did not begin', cancelled: 'The builds did not end' }
    return { title: title[conclusion], summary: 'No build is known; the log of the run says more.' }
  }
  const count = (state: CellRow['state']) => rows.filter((row) => row.state === state).length
  const others = (['failed', 'pending'] as const).flatMap((state) => (count(state) > 0 ? [`${count(state)} ${state}`] : []))
  const title = `${count('succeeded')} of ${countOf(rows.length, 'build')} succeeded${others.length > 0 ? `, ${others.join(', ')}` : ''}`
  return { title, summary: renderBuilds(rows) }
}
