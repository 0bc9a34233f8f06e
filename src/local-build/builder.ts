import { WorkError } from '../error.js'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { explainOutput } from './builder-word.js'
import type { BuildRequest } from './package-type.js'

/**
 * Runs a program that builds a package: its whole output goes into the log of the request. Throws a {@link WorkError}
 * that says what in the config led to it, as far as that is known, and the last lines that say something.
 */
export async function runBuilder(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { folder, log, package: planned }: BuildRequest,
  host: Host,
): Promise<void> {
  // Folders that a package does not list are made with this machine's umask.
  const { code, stdout, stderr } = await host.exec('sh', ['-c', 'umask 022; exec "$@"', 'sh', program, ...args], {
    cwd: folder,
    env: { LC_ALL: 'C.UTF-8', TZ: 'UTC', TMPDIR: folder, SOURCE_DATE_EPOCH: String(planned.time), ...env },
    allow: 'any',
  })
  const output = [`$ ${[program, ...args].join(' ')}`, stdout, stderr].join('\n')
  await writeWhole(log, output)
  if (code === 0) return
  const tool = program.slice(program.lastIndexOf('/') + 1)
  throw new WorkError(
    `${explainOutput(output, planned)}; ${tool} says: ${tellLines(stderr || stdout, code)}; the whole log is ${log}`,
  )
}

/** Lines that every build has, and those that say no more than that it failed. */
const silent =
  /^(?:\+|Executing\(|RPM build (?:errors|warnings):|Building target|Building for target|Setting |\s*Bad exit status|$)/
const most = 3

function tellLines(output: string, code: number): string {
  const lines = output.split('\n').filter((line) => !silent.test(line))
  const told = lines.map((line) => line.trim().slice(0, 300)).slice(-most)
  return told.length === 0 ? `it ended with exit code ${code} without a word` : told.join('; ')
}
