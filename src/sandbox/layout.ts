import { join } from 'node:path'

/** Where the parts of an instance lie. */
export interface Layout {
  readonly root: string
  /** OBS's programs as symbolic links beside the instance's own BSConfig.pm. */
  readonly code: string
  /** OBS's data ($bsdir). */
  readonly data: string
  readonly logs: string
  readonly keys: string
  readonly workers: string
  readonly state: string
  readonly processes: string
  readonly gatewayConfig: string
  readonly accessLog: string
  readonly lock: string
}

export function layOut(root: string): Layout {
  const data = join(root, 'srv')
  return {
    root,
    data,
    code: join(root, 'code'),
    logs: join(data, 'log'),
    keys: join(root, 'keys'),
    workers: join(root, 'workers'),
    state: join(root, 'instance.json'),
    processes: join(root, 'processes.json'),
    gatewayConfig: join(root, 'gateway.json'),
    accessLog: join(root, 'access.log'),
    lock: join(root, 'lock'),
  }
}

/** The project and repository that hold the build root's packages: under a name that no config gives to a distribution. */
export const base = { project: 'Sandbox:Debian:12', repository: 'standard' } as const

/** Where debbuild comes from, as on the reference instance: before a distribution in the paths of a builder. */
export const debbuildBase = { project: 'Ubuntu:debbuild', repository: 'Ubuntu_20.04' } as const

/** The package of the base project that builds the preinstall image. */
export const imagePackage = 'preinstallimage'

/** The unprivileged account that Debian's obs-server makes. */
export const account = 'obsrun'
