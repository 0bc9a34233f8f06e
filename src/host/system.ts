import { workflowArtifacts, noArtifacts } from './artifact.js'
import { systemClock } from './clock.js'
import { systemExec } from './exec.js'
import type { Directories, Host } from './host.js'
import { systemHttp } from './http.js'
import type { Log } from './log.js'

/** What a door knows about the surroundings of a run. */
export interface Surroundings {
  readonly log: Log
  readonly env: Readonly<Record<string, string | undefined>>
  readonly directories: Directories
  /** The version of the suite. */
  readonly version: string
  /** Told of variables that later steps shall see; this host's own env sees them at once. */
  readonly onExport: (name: string, value: string) => void
  readonly onPath: (folder: string) => void
}

/** The real host of a run. */
export function systemHost({ log, env: given, directories, version, onExport, onPath }: Surroundings): Host {
  const env = { ...given }
  const exec = systemExec(log, env)
  return {
    exec,
    http: systemHttp(systemClock, undefined, env),
    clock: systemClock,
    log,
    artifacts: env['ACTIONS_RUNTIME_TOKEN'] ? workflowArtifacts(exec, directories.temp) : noArtifacts(),
    env,
    directories,
    version,
    exportVariable(name, value) {
      env[name] = value
      onExport(name, value)
    },
    addPath(folder) {
      env['PATH'] = `${folder}:${env['PATH'] ?? ''}`
      onPath(folder)
    },
  }
}
