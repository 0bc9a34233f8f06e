import { rm } from 'node:fs/promises'
import { UserError, WorkError } from '../error.js'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import { withLock } from '../host/lock.js'
import { layOut, type Layout } from './layout.js'
import { endAll } from './daemon.js'
import { readState, writeState } from './state.js'
import { unmountAll } from './workers.js'

/** Stops the instance of a directory; see stopSandbox. */
export async function stop(directory: string, host: Host): Promise<{ stopped: boolean }> {
  const layout = layOut(directory)
  if (!(await exists(layout.state)) && !(await exists(layout.processes))) return { stopped: false }
  if (process.getuid?.() !== 0) throw new UserError(`The sandbox in ${directory} belongs to root; stop it with sudo`)
  return withLock(layout.lock, host, 30_000, async () => ({ stopped: (await clean(layout, host)) > 0 }))
}

/**
 * Ends the instance's processes and takes its mounts away; resolves to the number of processes there were.
 * Throws a WorkError that names what could not be removed.
 */
export async function clean(layout: Layout, host: Host): Promise<number> {
  const { ended, left } = await endAll(layout, host.clock)
  const mounts = await unmountAll(layout, host)
  if (left.length > 0 || mounts.length > 0) {
    const parts = [left.length > 0 ? `processes ${left.join(', ')}` : '', mounts.length > 0 ? `mounts ${mounts.join(', ')}` : '']
    throw new WorkError(
      `The sandbox in ${layout.root} left ${parts.filter((part) => part !== '').join(' and ')} behind; end them by hand`,
    )
  }
  await rm(layout.processes, { force: true })
  const state = await readState(layout)
  if (state?.ready) await writeState(layout, { ...state, ready: false })
  return ended
}
