import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { runWorkflow, type WorkflowRequest, type WorkflowRun } from './act.js'

interface Job {
  readonly if?: string | boolean
  readonly uses?: string
  readonly needs?: string | readonly string[]
  readonly outputs?: Readonly<Record<string, string>>
}

/**
 * Goes on with a run where GitHub does: act ends it at a called workflow that failed, and leaves out even jobs that run
 * `if: always()`. Every other job of the suite's workflow is replaced by one with the result and the outputs that it had.
 * @param file the suite's workflow, such as nightly.yml
 * @param job the one that runs
 */
export async function continueRun(request: WorkflowRequest, first: WorkflowRun, file: string, job: string): Promise<WorkflowRun> {
  const suite = await mkdtemp(join(tmpdir(), 'obs-publish-suite-'))
  try {
    await cp(request.suite, suite, { recursive: true })
    const path = join(suite, '.github', 'workflows', file)
    const workflow = parse(await readFile(path, 'utf8')) as { jobs: Record<string, Job> } // linted by other tests
    const jobs = Object.entries(workflow.jobs).map(([name, each]) => [name, name === job ? each : replace(name, each, first)])
    await writeFile(path, stringify({ ...workflow, jobs: Object.fromEntries(jobs) as unknown }))
    return await runWorkflow({ ...request, suite })
  } finally {
    await rm(suite, { recursive: true, force: true })
  }
}

function replace(name: string, { if: condition, uses, needs, outputs = {} }: Job, first: WorkflowRun): object {
  // A matrix has a result for each leg.
  const results = Object.entries(first.jobs).flatMap(([each, result]) =>
    each === name || each.startsWith(`${name} (`) ? [result] : [],
  )
  const failed = uses === undefined ? results.includes('failure') : first.code !== 0
  const skipped = uses === undefined && results.length === 0
  const known = Object.entries(outputs).map(([output, expression]) => [output, evaluate(name, expression, first)])
  return {
    'runs-on': 'ubuntu-24.04',
    ...(needs === undefined ? {} : { needs }),
    ...(skipped ? { if: false } : condition === undefined ? {} : { if: condition }),
    outputs: Object.fromEntries(known) as unknown,
    steps: [{ run: failed ? 'exit 1' : 'true' }],
  }
}

/** The value of `${{ steps.ID.outputs.NAME }}`; nothing for any other expression. */
function evaluate(job: string, expression: string, first: WorkflowRun): string {
  const [, step = '', output = ''] = /^\$\{\{ steps\.([\w-]+)\.outputs\.([\w-]+) \}\}$/.exec(expression) ?? []
  return first.outputs[`${job}.${step}`]?.[output] ?? ''
}
