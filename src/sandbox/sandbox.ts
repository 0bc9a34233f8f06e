import type { Host } from '../host/host.js'
import type { Sandbox, SandboxOptions } from './options.js'
import { start } from './start.js'
import { stop } from './stop.js'

export type { Distribution, Sandbox, SandboxOptions } from './options.js'

/**
 * Starts a private Open Build Service on this machine, or returns the one that already runs in the directory.
 * Throws a UserError when root's rights or Debian packages are missing; leaves nothing running when it fails.
 */
export function startSandbox(options: SandboxOptions, host: Host): Promise<Sandbox> {
  return start(options, host)
}

/** Stops what runs in the directory, keeping its data. A directory without a sandbox is no error. */
export function stopSandbox(directory: string, host: Host): Promise<{ stopped: boolean }> {
  return stop(directory, host)
}
