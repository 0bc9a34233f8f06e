import type { Host } from '../host/host.js'
import { start } from './start.js'
import { stop } from './stop.js'

/** A base distribution that a config's builders name; it becomes a project of the sandbox. */
export interface Distribution {
  readonly project: string
  readonly repository: string
  readonly format: 'deb' | 'rpm'
}

export interface SandboxOptions {
  /** Absolute; everything of the instance lives here. */
  readonly directory: string
  /** The one HTTP port, on 127.0.0.1; 0 for a free one. */
  readonly port: number
  /** OBS names, for example x86_64 and aarch64. */
  readonly architectures: readonly string[]
  readonly workers: number
  readonly distributions: readonly Distribution[]
  /** Path of a real debbuild package to use instead of the stand-in. */
  readonly debbuild?: string
}

export interface Sandbox {
  readonly apiurl: string
  /** Published repositories lie below it, without authentication. */
  readonly downloadUrl: string
  readonly username: string
  readonly password: string
  readonly directory: string
  /** Whether it ran already. */
  readonly reused: boolean
}

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
