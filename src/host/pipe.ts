import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ToolError } from '../error.js'

/**
 * Streams data through a program into a file, which appears only when it is complete. @actions/exec takes
 * input as one buffer, too large here, hence node:child_process. Throws a {@link ToolError}.
 */
export async function filterToFile(
  program: string,
  args: readonly string[],
  input: AsyncIterable<unknown>,
  file: string,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const partial = `${file}.partial`
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<number | undefined>((resolve) => {
    child.on('error', (error) => {
      stderr += error.message
      resolve(undefined)
    })
    child.on('close', (code, signal) => resolve(code ?? (signal === null ? undefined : 128)))
  })
  const flows = await Promise.allSettled([pipeline(input, child.stdin), pipeline(child.stdout, createWriteStream(partial))])
  const code = await ended
  const broken = flows.find((flow) => flow.status === 'rejected')
  if (code === 0 && !broken) return rename(partial, file)
  await rm(partial, { force: true })
  if (code === 0 && broken) throw broken.reason
  throw new ToolError({ command: [program, ...args].join(' '), code, stderr })
}
