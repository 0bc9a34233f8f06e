import type { Host } from '../host/host.js'
import type { Format } from '../format.js'
import { loadConfig } from './config-file.js'

/** A base distribution: a repository of an OBS project. */
export interface Distribution {
  readonly project: string
  readonly repository: string
  readonly format: Format
}

/** The base distributions that a config's builders name. */
export async function readDistributions(config: string, host: Host): Promise<readonly Distribution[]> {
  const { builders } = (await loadConfig(config, host)).config
  return Object.values(builders).flatMap(({ format, paths }) =>
    paths.map(({ project, repository }) => ({ project, repository, format })),
  )
}
