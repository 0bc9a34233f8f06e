import { spawn } from 'node:child_process'
import { mkdir, open, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ToolError, WorkError } from '../error.js'
import { childEnvironment } from './environment.js'
import type { Host } from './host.js'

/** flock's exit code for a lock that somebody else holds. */
const conflict = 75

/**
 * Runs the step while nobody else, in this process or another one, holds the lock on the file. The kernel ties the
 * lock to our open file (flock(2)) and releases it when this process ends, however it ends. The file stays: removing
 * it would let others lock a new one of the same name.
 * Throws a {@link WorkError} when the holder still lives after `patience` milliseconds, a {@link ToolError} when there is no flock.
 * @param onWait is told once when somebody else holds it
 */
export async function withLock<T>(
  file: string,
  host: Pick<Host, 'clock' | 'env'>,
  patience: number,
  step: () => Promise<T>,
  onWait: () => void = () => undefined,
): Promise<T> {
  const { clock, env } = host
  const deadline = clock.now() + patience
  let waiting = false
  let held: FileHandle | undefined
  while ((held = await take(file, env)) === undefined) {
    if (clock.now() > deadline) {
      throw new WorkError(`${file} is held by another process that still runs; wait for it to end, or end it`)
    }
    if (!waiting) onWait()
    waiting = true
    await clock.sleep(200)
  }
  try {
    return await step()
  } finally {
    await held.close()
  }
}

/** The open file that holds the lock; undefined when somebody else does. */
async function take(file: string, env: Host['env']): Promise<FileHandle | undefined> {
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(file, 'a')
  try {
    if ((await lock(handle, env)) && (await isSame(handle, file))) return handle
  } catch (error) {
    await handle.close()
    throw error
  }
  await handle.close()
  return undefined
}

/** flock locks the open file, which it shares with us, and ends; Node opens files so that no other child gets them. */
async function lock({ fd }: FileHandle, env: Host['env']): Promise<boolean> {
  const args = ['--exclusive', '--nonblock', '--conflict-exit-code', String(conflict), '3']
  const child = spawn('flock', args, { stdio: ['ignore', 'ignore', 'pipe', fd], env: childEnvironment(env) })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | undefined>((resolve) => {
    child.on('error', (error) => {
      stderr += error.message
      resolve(undefined)
    })
    child.on('close', (ended) => resolve(ended ?? 128))
  })
  if (code === 0) return true
  if (code === conflict) return false
  throw new ToolError({ command: ['flock', ...args].join(' '), code, stderr, hint: 'it is a program of util-linux' })
}

/** Somebody may have removed the file, or its folder, before we locked it. */
async function isSame(handle: FileHandle, file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined)
  return found?.ino === (await handle.stat()).ino
}
