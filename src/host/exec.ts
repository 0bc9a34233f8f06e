import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../error.js'
import { childEnvironment, type Environment } from './environment.js'
import type { Log } from './log.js'

export interface ExecOptions {
  readonly cwd?: string
  /** Names of our variables that this program gets beside those that every program gets; `PIP_*` stands for all that begin so. */
  readonly inherit?: readonly string[]
  /** Variables of the program's own. */
  readonly env?: Readonly<Record<string, string>>
  /** Written to the program's standard input. */
  readonly input?: string | Buffer
  /** Seconds after which the program is stopped; its exit code is then 124 (timeout(1)). */
  readonly timeout?: number
  /** Exit codes that are no failure; `any` leaves the judgement to the caller. Default: 0 alone. */
  readonly allow?: readonly number[] | 'any'
  /** What the person should do when the program is missing or fails. */
  readonly hint?: string
}

export interface ExecResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end. Throws a {@link ToolError} for an exit code that is not allowed. */
export type Exec = (program: string, args: readonly string[], options?: ExecOptions) => Promise<ExecResult>

/** Runs programs of this machine by @actions/exec; output is collected, never shown. */
export function systemExec(log: Log, environment: Environment): Exec {
  return async (program, args, options = {}) => {
    const { getExecOutput } = await import('@actions/exec')
    const command = [program, ...args].join(' ')
    log.debug(`run: ${command}`)
    const hint = options.hint === undefined ? {} : { hint: options.hint }
    // Given an environment, @actions/exec adds nothing of ours to it.
    const env = childEnvironment(environment, options.inherit, options.env)
    const file = await findProgram(program, env['PATH'] ?? '')
    if (file === undefined) throw new ToolError({ command, code: undefined, stderr: `${program} is not installed`, ...hint })
    const [tool = '', ...toolArgs] = [
      // @actions/exec leaves standard input open, and a program that asks a question would wait for ever. A program that ends
      // without reading its input would end us as well, so all of it is taken.
      ...['/bin/sh', '-c', options.input === undefined ? 'exec "$@" </dev/null' : '{ cat; cat >/dev/null; } | "$@"', 'sh'],
      ...(options.timeout === undefined ? [] : ['timeout', '--kill-after=10', String(options.timeout)]),
      file,
      ...args,
    ]
    let result
    try {
      result = await getExecOutput(`"${tool}"`, toolArgs, {
        silent: true,
        ignoreReturnCode: true,
        env,
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
      })
    } catch (error) {
      throw new ToolError({ command, code: undefined, stderr: error instanceof Error ? error.message : String(error), ...hint })
    }
    const { exitCode: code, stdout, stderr } = result
    const allowed = options.allow ?? [0]
    if (allowed !== 'any' && !allowed.includes(code)) {
      throw new ToolError({
        command,
        code,
        stderr: stderr || stdout,
        ...(options.hint === undefined ? {} : { hint: options.hint }),
      })
    }
    return { code, stdout, stderr }
  }
}

/** The file that a program's name means on a search path; a name with a slash is the file itself. */
export async function findProgram(program: string, searchPath: string): Promise<string | undefined> {
  const candidates = program.includes('/') ? [program] : searchPath.split(':').map((folder) => join(folder || '.', program))
  for (const file of candidates) {
    const executable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (executable) return file
  }
  return undefined
}
