import { list, text, type Input } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError, type Problem } from '../error.js'
import { isAddress, readPlace } from '../github/place.js'
import type { Host } from '../host/host.js'
import { judgeStates, type Condition } from '../issue/condition.js'
import type { Deed } from '../issue/decision.js'
import { openIssues } from '../issue/github-issues.js'
import { reportOccasion } from '../issue/issue-report.js'
import { describeTrouble } from '../issue/trouble.js'
import { readRows } from '../project/row-file.js'
import { addressOfRun } from '../project/workflow-run.js'
import { readCellRows, readCheckRows } from '../report/rows.js'

/** Required, which no `list` is: it takes what is missing for an empty one. */
const stateInput: Input<Condition> = {
  type: 'list',
  description:
    'What the run came to: the output `state` of obs-wait and verify-repo, or results of jobs, of several by `join(needs.*.result)`. One failed or failure opens the issue or keeps it up to date, only succeeded and success close it; pending, cancelled and skipped do neither.',
  required: true,
  secret: false,
  parse: (value) => judgeStates(list({ description: '' }).parse(value)),
}

/** Keeps one issue for what runs where nobody watches. */
export const reportIssue = operation({
  name: 'report-issue',
  summary: 'Open or update one issue on GitHub when a run failed, and close it when a later one succeeds.',
  inputs: {
    state: stateInput,
    results: text({
      description:
        'The failed builds: the output `results` of obs-wait, the path of a file with it, or artifact:NAME with * for several.',
    }),
    report: text({
      description:
        'The failed checks: the output `report` of verify-repo, the path of a file with it, or artifact:NAME with * for several.',
    }),
    subject: text({
      description:
        'What the issue is about, such as "nightly 1.2 of hello": one issue for each, found again by this text, so it is the same each time. Default: the name of the workflow.',
    }),
    label: list({
      default: 'obs-publish',
      description: 'The labels of a new issue. By the first one it is found again.',
    }),
    'rerun-url': text({ description: 'Where a person starts again what failed, such as the page of the rebuild workflow.' }),
    repository: text({ description: 'Where the issue is, as owner/name. Default: the repository of the workflow.' }),
    token: text({
      secret: true,
      actionDefault: '${{ github.token }}',
      description:
        'A token that may write issues: that of the job after `permissions: { issues: write }`. A command takes the variable GITHUB_TOKEN by default.',
    }),
  },
  outputs: {
    issue: output('The address of the issue; empty when none is open and none was closed.'),
    deed: output<Deed>('What was done with it: opened, updated, closed or none.'),
  },
  resumption: 'the same command looks for the issue before it writes one',
  async run({ inputs, host, set }) {
    const { place, ...told } = readInputs(inputs, host)
    const problems: Problem[] = []
    const read = <T>(name: 'results' | 'report', parse: (content: string, from: string) => readonly T[]) =>
      readRows(name, inputs[name], parse, host).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error
        problems.push(...error.problems)
        return []
      })
    const trouble = describeTrouble(await read('results', readCellRows), await read('report', readCheckRows))
    const today = new Date(host.clock.now()).toISOString().slice(0, 10)
    const occasion = { ...told, trouble, run: addressOfRun(host.env), today }
    await reportOccasion(inputs.state, occasion, openIssues(place, host), host.log, set)
    // That something failed is told all the same: at night nobody sees a step that did not.
    if (problems.length > 0) throw new UserError(problems)
  },
  report: ({ issue, deed = 'none' }) => renderDeed(showOutput(issue), deed),
})

function renderDeed(issue: string, deed: Deed): string {
  if (issue === '') return 'No issue is open.'
  const verbs = { opened: 'Opened', updated: 'Updated', closed: 'Closed', none: 'Nothing has changed in' }
  return `${verbs[deed]} ${issue}.`
}

/** A title of GitHub's has 256 and says that it failed. */
const mostLetters = 200

interface Given {
  readonly subject: string | undefined
  readonly label: readonly string[]
  readonly 'rerun-url': string | undefined
  readonly repository: string | undefined
  readonly token: string | undefined
}

/** The inputs with what the environment adds to them. Throws a {@link UserError} with everything that is wrong. */
function readInputs(given: Given, host: Host) {
  const { label, 'rerun-url': rerun } = given
  const subject = (given.subject ?? host.env['GITHUB_WORKFLOW'] ?? '').replace(/\s+/g, ' ').trim()
  const { place, problems } = readPlace(given, 'issues: write', host)
  const [first = '', ...others] = label
  const long = label.find((name) => name.length > 50)
  const own = [
    subject === '' && 'Input `subject` is missing, and no workflow has a name to take: say what the issue is about.',
    subject.length > mostLetters &&
      `Input \`subject\` has ${subject.length} characters; name what the issue is about in at most ${mostLetters}.`,
    first === '' && 'Input `label` is empty, and by a label the issue is found again: give one.',
    long !== undefined && `Input \`label\` has ${JSON.stringify(long)}, and GitHub takes at most 50 characters.`,
    rerun !== undefined && !isAddress(rerun) && 'Input `rerun-url` must be an address that begins with https://.',
  ].filter((problem) => problem !== false)
  const all = [...own, ...problems]
  if (all.length > 0) throw new UserError(all.map((message) => ({ message })))
  return { subject, labels: [first, ...others] as const, rerun, place }
}
