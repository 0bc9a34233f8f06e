/** A base distribution that a config's builders name; it becomes a project of the sandbox. */
export interface Distribution {
  readonly project: string
  readonly repository: string
  readonly format: 'deb' | 'rpm'
}

/** Each worker is a daemon with a build root of its own. */
export const mostWorkers = 32

export interface SandboxOptions {
  /** Absolute; everything of the instance lives here. */
  readonly directory: string
  /** The one HTTP port, on 127.0.0.1; 0 for a free one. */
  readonly port: number
  /** OBS names, for example x86_64 and aarch64. */
  readonly architectures: readonly string[]
  readonly workers: number
  readonly distributions: readonly Distribution[]
  /** Projects that shall exist with the sandbox's user as maintainer, who may make only projects below such. */
  readonly ancestors: readonly string[]
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
