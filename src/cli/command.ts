import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { nearest } from '../nearest.js'
import type { AnyOperation, OutputValue } from '../declaration/operation.js'
import { parseInputs } from '../declaration/parse.js'
import { describeError, exitCodeOf, formatProblem, UserError, WorkError } from '../error.js'
import type { Log } from '../host/log.js'
import { readSuiteVersion } from '../host/suite.js'
import { systemHost } from '../host/system.js'
import { registry } from '../operations/registry.js'
import { readArguments, readCommand } from './arguments.js'
import { renderHelp, renderOverview } from './help.js'
import { endOnSignals, followSteps } from './interruption.js'
import { showReport, verdictOf } from './terminal-report.js'
import { standardError, terminalLog } from './terminal-log.js'

/**
 * Runs an operation from a command line: options in; the result on stdout, progress and diagnostics on
 * stderr, an exit code from 0 to 3.
 * @param suite the folder that holds `dist` and `presets`
 */
export async function runCommand(words: readonly string[], suite: string): Promise<void> {
  const log = terminalLog(standardError(), process.env['RUNNER_DEBUG'] === '1')
  const told: Told = {}
  try {
    await dispatch(words, suite, log, told)
  } catch (error) {
    // All of it stands in the report that is seen above already.
    if (told.verdict !== undefined && error instanceof WorkError && error.reported) log.error(told.verdict)
    else if (error instanceof UserError) for (const problem of error.problems) log.error(formatProblem(problem))
    else log.error(describeError(error, await readSuiteVersion(suite)))
    process.exitCode = exitCodeOf(error)
  }
}

/** What a person at a terminal has read already when a run fails. */
interface Told {
  verdict?: string | undefined
}

async function dispatch(words: readonly string[], suite: string, log: Log, told: Told): Promise<void> {
  const { operation: name, rest, ...flags } = readCommand(words)
  if (flags.version) return void process.stdout.write(`${await readSuiteVersion(suite)}\n`)
  if (name === undefined) {
    const operations = await Promise.all(Object.values(registry).map((load) => load()))
    if (!flags.help) throw new UserError(`No operation was named.\n${renderOverview(operations)}`)
    process.stdout.write(`${renderOverview(operations)}\n`)
    return
  }
  const load = Object.hasOwn(registry, name) ? registry[name] : undefined
  if (!load) {
    const similar = nearest(name, Object.keys(registry))
    throw new UserError(`There is no operation \`${name}\`${similar ? `; did you mean \`${similar}\`?` : '; --help lists them.'}`)
  }
  const operation = await load()
  const { values, json, help } = readArguments(rest, operation.inputs)
  if (help || flags.help) process.stdout.write(`${renderHelp(operation)}\n`)
  else await run(operation, values, json || flags.json, suite, log, told)
}

async function run(
  operation: AnyOperation,
  values: Readonly<Record<string, string>>,
  json: boolean,
  suite: string,
  log: Log,
  told: Told,
): Promise<void> {
  for (const [name, value] of Object.entries(values)) if (operation.inputs[name]?.secret) log.mask(value)
  const outputs: Record<string, OutputValue | undefined> = {}
  const { env } = process
  const temp = env['RUNNER_TEMP'] ?? tmpdir()
  const cache = env['OBS_PUBLISH_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'obs-publish')
  // @actions/tool-cache reads these two from the environment alone; outside a runner nobody has set them.
  Object.assign(env, { RUNNER_TEMP: temp, RUNNER_TOOL_CACHE: env['RUNNER_TOOL_CACHE'] ?? join(cache, 'tools') })
  const followed = followSteps(log)
  const state = new Map<string, string>()
  const host = systemHost({
    log: followed.log,
    env,
    directories: { work: process.cwd(), temp, cache, suite },
    version: await readSuiteVersion(suite),
    onExport: (name, value) => log.info(`For the commands that follow: \`export ${name}='${value}'\``),
    onPath: (folder) => log.info(`For the commands that follow: \`export PATH='${folder}':"$PATH"\``),
  })
  const giveBack = keepStdout(log)
  const running = {
    name: operation.name,
    resumption: operation.resumption,
    step: followed.step,
    // Nobody runs a `post` here.
    cleanUp: async () => operation.post?.((name) => state.get(name) ?? '', host),
  }
  const ignoreSignals = endOnSignals(running, log)
  try {
    await operation.run({
      inputs: parseInputs(operation.inputs, values),
      host,
      saveState: (name, value) => void state.set(name, value),
      set: (known) => Object.assign(outputs, known),
    })
  } finally {
    ignoreSignals()
    giveBack()
    log.status('')
    if (json) process.stdout.write(`${JSON.stringify(outputs)}\n`)
    else if (Object.keys(outputs).length > 0) {
      const report = operation.report(outputs)
      process.stdout.write(`${show(report)}\n`)
      if (process.stdout.isTTY && process.stderr.isTTY) told.verdict = verdictOf(report)
    }
  }
}

/** A person at a terminal sees no Markdown; a file or a pipe, perhaps into a job summary, gets it. */
function show(report: string): string {
  const { isTTY, columns } = process.stdout
  return isTTY ? showReport(report, columns || 80) : report.trim()
}

/** Stdout is the result's alone: @actions/tool-cache writes workflow commands there. Returns what ends it. */
function keepStdout(log: Log): () => void {
  const { stdout } = process
  const write = stdout.write.bind(stdout)
  stdout.write = (chunk: string | Uint8Array) => {
    log.debug(String(chunk).trimEnd())
    return true
  }
  return () => void (stdout.write = write)
}
