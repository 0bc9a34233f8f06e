import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ToolError } from '../error.js'
import { partialOf } from './file.js'
import { childEnvironment, type Environment } from './environment.js'

/**
 * Streams data through a program into a file, which appears only when it is complete. @actions/exec takes
 * input as one buffer, too large here, hence node:child_process. Throws a {@link ToolError}.
 */
export async function filterToFile(
  program: string,
  args: readonly string[],
  input: AsyncIterable<unknown>,
  file: string,
  ours: Environment,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const partial = partialOf(file)
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: childEnvironment(ours) })
  const ended = watch(child, child.stderr)
  const flows = await Promise.allSettled([pipeline(input, child.stdin), pipeline(child.stdout, createWriteStream(partial))])
  const { code, stderr } = await ended
  const broken = flows.find((flow) => flow.status === 'rejected')
  if (code === 0 && !broken) return rename(partial, file)
  await rm(partial, { force: true })
  if (code === 0 && broken) throw broken.reason
  throw new ToolError({ command: [program, ...args].join(' '), code, stderr })
}

/**
 * What a program makes of a file, as it comes, its messages in English; the program is ended when nobody reads on. Throws a
 * {@link ToolError} at the end when the program failed.
 */
export async function* filterFromFile(
  program: string,
  args: readonly string[],
  file: string,
  ours: Environment,
): AsyncGenerator<Buffer> {
  const input = await open(file)
  try {
    const env = childEnvironment(ours, [], { LC_ALL: 'C.UTF-8' })
    const child = spawn(program, args, { stdio: [input.fd, 'pipe', 'pipe'], env })
    const { stdout, stderr: complaints } = child
    if (!stdout || !complaints) throw new Error('a program was started without its pipes')
    const ended = watch(child, complaints)
    let complete = false
    try {
      // A pipe without an encoding yields buffers.
      yield* stdout as AsyncIterable<Buffer>
      complete = true
    } finally {
      if (!complete) child.kill()
    }
    const { code, stderr } = await ended
    if (code !== 0) throw new ToolError({ command: [program, ...args].join(' '), code, stderr })
  } finally {
    await input.close()
  }
}

/**
 * What a program makes of data, as both come; the program is ended when nobody reads on. Throws a {@link ToolError} at the
 * end when the program failed, and what the input throws.
 */
export async function* filterStream(
  program: string,
  args: readonly string[],
  input: AsyncIterable<unknown>,
  ours: Environment,
): AsyncGenerator<Buffer> {
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: childEnvironment(ours, [], { LC_ALL: 'C.UTF-8' }),
  })
  const ended = watch(child, child.stderr)
  let broken: Error | undefined
  const fed = pipeline(input, child.stdin).catch((error: unknown) => {
    broken = error instanceof Error ? error : new Error(String(error))
  })
  let complete = false
  try {
    // A pipe without an encoding yields buffers.
    yield* child.stdout as AsyncIterable<Buffer>
    complete = true
  } finally {
    if (!complete) child.kill()
  }
  await fed
  const { code, stderr } = await ended
  // A program that has ended closes its input, which breaks the pipe for us.
  if (broken !== undefined && !isClosedPipe(broken)) throw broken
  if (code !== 0) throw new ToolError({ command: [program, ...args].join(' '), code, stderr })
}

function isClosedPipe(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
}

/** Waits for a program's end; the code is undefined when it could not be started. */
async function watch(child: ChildProcess, complaints: Readable): Promise<{ code: number | undefined; stderr: string }> {
  let stderr = ''
  complaints.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: undefined, stderr: `${stderr}${error.message}` }))
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === null ? undefined : 128), stderr }))
  })
}
