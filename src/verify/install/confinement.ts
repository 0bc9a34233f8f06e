import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecResult } from '../../host/exec.js'
import type { Host } from '../../host/host.js'
import { runAsRoot } from '../../host/root.js'
import { complaint } from '../../host/tool.js'
import { removeFolder } from '../../host/workspace.js'
import { confinementScript } from './confinement-script.js'

/** The root that packages are installed into, thrown away afterwards. */
export interface Ground {
  /** An overlay of another root, a copy of one, or an empty one. */
  readonly kind: 'overlay' | 'copy' | 'empty'
  /** The root below an overlay or to copy from. */
  readonly lower: string
  /** Whether it has namespaces of its own: without, what its scripts start could outlive them. */
  readonly confined: boolean
  /** Whether what runs in it reaches the network: for package managers of this machine, never for what a package brings. */
  readonly online?: boolean
}

/** A shell script, run inside of the root or on this machine; it knows the root as $R. */
export interface Command {
  readonly inside: boolean
  readonly script: string
}

/** How commands ended up to the first that failed, or why none could be started. */
export type Course = { readonly results: readonly ExecResult[] } | { readonly problem: string }

/** Seconds that one command may take. */
const limit = 300

/**
 * Runs commands one after the other in a root that is thrown away, until one fails. Nothing but the folder is written
 * to, there is no network unless the ground has one, and nothing that the commands start outlives them.
 * @param shown a folder that is seen inside of the root as well, at the same path and not to be written to
 */
export async function runConfined(
  ground: Ground,
  commands: readonly Command[],
  folder: string,
  shown: string | undefined,
  host: Host,
): Promise<Course> {
  const job = await mkdtemp(join(folder, 'job-'))
  for (const part of ['steps', 'results', 'mnt']) await mkdir(join(job, part))
  const names = commands.map(({ inside }, index) => `${String(index).padStart(3, '0')}.${inside ? 'inside' : 'outside'}`)
  for (const [index, { script }] of commands.entries()) await writeFile(join(job, 'steps', names[index] ?? ''), `${script}\n`)
  await writeFile(join(job, 'run'), confinementScript)
  const shell = ['/bin/sh', join(job, 'run'), job, ground.kind, ground.lower, shown ?? '', String(limit)]
  const apart = ['--mount', '--pid', '--fork', '--kill-child', '--ipc', '--uts', ...(ground.online === true ? [] : ['--net'])]
  const args = ground.confined ? [...apart, ...shell, 'confined'] : ['--fork', '--kill-child', ...shell, 'free']
  const ended = await runAsRoot(host, 'unshare', args, { timeout: limit * 4 })
  const results: ExecResult[] = []
  for (const name of names) {
    const result = await readResult(join(job, 'results', name))
    if (result !== undefined) results.push(result)
  }
  await removeFolder(job, host)
  if (ended.code !== 0 && results.every(({ code }) => code === 0)) return { problem: complaint(ended, /./) }
  return { results }
}

async function readResult(file: string): Promise<ExecResult | undefined> {
  const code = await readFile(`${file}.code`, 'utf8').catch(() => undefined)
  if (code === undefined) return undefined
  return { code: Number(code), stdout: await readFile(`${file}.out`, 'utf8'), stderr: await readFile(`${file}.err`, 'utf8') }
}
