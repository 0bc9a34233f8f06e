import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { showOutput, type AnyOperation, type OutputValue } from '../declaration/operation.js'
import { parseInputs } from '../declaration/parse.js'
import { describeError, exitCodeOf, formatProblem, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { readSuiteVersion } from '../host/suite.js'
import { systemHost } from '../host/system.js'
import { registry } from '../operations/registry.js'
import { summarize } from './step-summary.js'
import { actionLog } from './workflow-log.js'

const postMark = 'post'

/**
 * Runs an operation as a step of a GitHub workflow: INPUT_* in; masks, outputs, annotations, job summary and
 * exit code out. As the step's `post` it cleans up and never fails the job.
 * @param suite the folder that holds `dist` and `presets`
 */
export async function runAction(name: string, suite: string): Promise<void> {
  const load = registry[name]
  if (!load) throw new Error(`no operation is named ${name}`)
  const operation = await load()
  const host = await actionHost(suite)
  if (core.getState(postMark) !== '') return cleanUp(operation, host)
  core.saveState(postMark, 'true')
  const outputs: Record<string, OutputValue | undefined> = {}
  const problems: string[] = []
  try {
    await operation.run({
      inputs: parseInputs(operation.inputs, readInputs(operation)),
      host,
      saveState: core.saveState,
      set(values) {
        Object.assign(outputs, values)
        for (const [key, value] of Object.entries(values)) if (value !== undefined) core.setOutput(key, showOutput(value))
      },
    })
  } catch (error) {
    problems.push(...fail(error, await readSuiteVersion(suite)))
  }
  await addToSummary(summarize(operation, outputs, problems))
}

/** The INPUT_* variables of the declared inputs; secrets are masked before anything else happens. */
function readInputs(operation: AnyOperation): Record<string, string> {
  const given: Record<string, string> = {}
  for (const [name, input] of Object.entries(operation.inputs)) {
    const value = core.getInput(name)
    if (value === '') continue
    given[name] = value
    if (input.secret) for (const line of value.split(/\r?\n/)) if (line.trim() !== '') core.setSecret(line)
  }
  return given
}

/** Annotates what went wrong, and returns the sentences. */
function fail(error: unknown, version: string): readonly string[] {
  process.exitCode = exitCodeOf(error)
  if (error instanceof UserError) {
    for (const { message, at } of error.problems) actionLog.error(message, at)
    return error.problems.map(formatProblem)
  }
  const sentence = describeError(error, version)
  core.error(sentence)
  return [sentence]
}

async function cleanUp(operation: AnyOperation, host: Host): Promise<void> {
  try {
    await operation.post?.(core.getState, host)
  } catch (error) {
    const told = describeError(error, await readSuiteVersion(host.directories.suite))
    core.warning(`Clean-up after ${operation.name} failed: ${told}`)
  }
}

async function addToSummary(markdown: string): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY'] || markdown === '') return
  await core.summary.addRaw(`${markdown.trim()}\n\n`).write()
}

async function actionHost(suite: string): Promise<Host> {
  const { env } = process
  const temp = env['RUNNER_TEMP'] ?? tmpdir()
  const cache = env['OBS_PUBLISH_CACHE'] ?? join(env['RUNNER_TOOL_CACHE'] ?? temp, 'obs-publish')
  // @actions/tool-cache reads these two from the environment alone; a runner sets them, what imitates one may not.
  Object.assign(env, { RUNNER_TEMP: temp, RUNNER_TOOL_CACHE: env['RUNNER_TOOL_CACHE'] ?? join(cache, 'tools') })
  return systemHost({
    log: actionLog,
    env,
    directories: {
      work: env['GITHUB_WORKSPACE'] ?? process.cwd(),
      temp,
      cache,
      suite,
    },
    version: await readSuiteVersion(suite),
    onExport: core.exportVariable,
    onPath: core.addPath,
  })
}
