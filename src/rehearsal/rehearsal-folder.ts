import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { UserError } from '../error.js'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { identifyProcess, isSameProcess } from '../host/process.js'
import { layOut } from '../sandbox/layout.js'
import { listMembers } from '../sandbox/daemon.js'
import { stopSandbox } from '../sandbox/sandbox.js'
import { readState } from '../sandbox/state.js'

/** Whose folder it is: the process that rehearses, and whether it leaves the OBS to somebody. */
const Owner = v.object({ pid: v.number(), started: v.string(), kept: v.boolean() })

/**
 * Makes sure that nothing of an earlier rehearsal is in the folder, and claims it for this process. Throws a UserError
 * when an OBS or another rehearsal runs there, or when the folder is nothing that a rehearsal or a sandbox has made.
 */
export async function claimFolder(directory: string, host: Host): Promise<void> {
  const owner = await readOwner(directory)
  const names = await readdir(directory).catch(listNothing)
  if (names.length > 0) {
    const state = await readState(layOut(directory))
    if (owner === undefined && state === undefined) {
      throw new UserError(
        `${directory} holds files that no rehearsal has made; name another folder with --directory, or an empty one.`,
      )
    }
    if (owner !== undefined && !owner.kept && (await isSameProcess(owner)))
      throw new UserError(
        `Another rehearsal (process ${owner.pid}) is at work in ${directory}; wait for its end, or name another --directory.`,
      )
    const running = (await listMembers(layOut(directory))).length > 0
    // One that was killed had no time to stop its OBS, and nobody was told of it.
    if (running && (owner?.kept ?? true)) {
      throw new UserError(
        `An OBS that was kept runs in ${directory}; stop it with \`${stopCommand(directory)}\`, or name another --directory.`,
      )
    }
    host.log.info(`Removing what an earlier rehearsal left in ${directory}`)
    await removeFolder(directory, host)
  }
  await writeOwner(directory, false)
}

/** Leaves the folder, with the OBS that runs in it, to the user. */
export async function keepFolder(directory: string): Promise<void> {
  await writeOwner(directory, true)
}

/** Stops the OBS of a folder that was claimed and removes the folder; throws a WorkError when something stays. */
export async function removeFolder(directory: string, host: Host): Promise<void> {
  await stopSandbox(directory, host)
  // A step that is at work while the rehearsal is interrupted may still write.
  await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

/** The command that stops the OBS of a folder. */
export function stopCommand(directory: string): string {
  return `node dist/cli.js obs-sandbox --mode stop --directory ${directory}`
}

function ownerFile(directory: string): string {
  return join(directory, 'rehearsal.json')
}

async function readOwner(directory: string): Promise<v.InferOutput<typeof Owner> | undefined> {
  const text = await readFile(ownerFile(directory), 'utf8').catch(() => undefined)
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Owner), text)
  return parsed.success ? parsed.output : undefined
}

async function writeOwner(directory: string, kept: boolean): Promise<void> {
  const started = (await identifyProcess(process.pid)) ?? ''
  await writeWhole(ownerFile(directory), `${JSON.stringify({ pid: process.pid, started, kept })}\n`)
}

function listNothing(error: unknown): string[] {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
