import type { Format } from '../format.js'
import type { Host } from '../host/host.js'
import { loadConfig } from './config-file.js'

/** The repositories of base distributions that a config's builders name. */
export async function readDistributions(
  config: string,
  host: Host,
): Promise<readonly { readonly project: string; readonly repository: string; readonly format: Format }[]> {
  const { builders } = (await loadConfig(config, host)).config
  return Object.values(builders).flatMap(({ format, paths }) =>
    paths.map(({ project, repository }) => ({ project, repository, format })),
  )
}
