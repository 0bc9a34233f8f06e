import type { Format } from '../format.js'
import type { Host } from '../host/host.js'
import { loadConfig } from './config-file.js'

/** What an OBS must have before the projects of a config can be made there. */
export interface Foundation {
  /** The repositories of base distributions that the builders name. */
  readonly distributions: readonly { readonly project: string; readonly repository: string; readonly format: Format }[]
  /** The projects below which those of the config are made: who makes them must be a maintainer there. */
  readonly ancestors: readonly string[]
}

/** Reads it from a config. */
export async function readFoundation(config: string, host: Host): Promise<Foundation> {
  const { builders, obs } = (await loadConfig(config, host)).config
  const templates = [obs['build-project'], ...(obs['publish-project'] === undefined ? [] : [obs['publish-project']])]
  return {
    distributions: Object.values(builders).flatMap(({ format, paths }) =>
      paths.map(({ project, repository }) => ({ project, repository, format })),
    ),
    ancestors: [...new Set(templates.map(ancestorOf))].filter((name) => name !== ''),
  }
}

/** The project above all that a template can mean: what stands before its first placeholder, or else above its last part. */
export function ancestorOf(template: string): string {
  const fixed = template.split('{', 1)[0] ?? ''
  return fixed.split(':').slice(0, -1).join(':')
}
