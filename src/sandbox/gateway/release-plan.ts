import { Refusal } from './answer.js'
import type { Project, Repository } from './backend-project.js'

/** What a `cmd=release` may be narrowed to, by the names of its parameters. */
export interface ReleaseParameters {
  readonly repository?: string | undefined
  readonly arch?: string | undefined
  readonly targetProject?: string | undefined
  readonly targetRepository?: string | undefined
  readonly setrelease?: string | undefined
}

/** One repository's binaries on their way into another project. */
export interface Transfer {
  readonly source: Repository
  readonly targetProject: string
  readonly targetRepository: string
}

/**
 * The transfers that a release means: to the named target, else to every release target with the trigger manual
 * or maintenance. Refused as a front end does (its package_command_release and verify_release_targets!).
 */
export function planRelease(project: Project, request: ReleaseParameters): Transfer[] {
  const sources = project.repositories.filter((one) => request.repository === undefined || one.name === request.repository)
  const { targetProject, targetRepository } = request
  if (targetProject !== undefined) {
    if (targetRepository === undefined || request.repository === undefined) {
      const need = 'release action with specified target project needs also "repository" and "target_repository" parameter'
      throw new Refusal(400, 'missing_parameter', need)
    }
    if (sources.length === 0) throw new Refusal(404, 'unknown_repository', `Repository does not exist ${request.repository}`)
    return sources.map((source) => ({ source, targetProject, targetRepository }))
  }
  const targets = sources.flatMap((source) => source.targets.map((target) => ({ source, target })))
  const allowed = targets.filter(({ target }) => target.trigger === 'manual' || target.trigger === 'maintenance')
  if (allowed.length === 0) {
    const summary =
      targets.length > 0 ? 'Trigger is not set to manual in any repository' : 'No defined or matching release target'
    throw new Refusal(404, 'no_matching_release_target', summary)
  }
  return allowed.map(({ source, target }) => ({ source, targetProject: target.project, targetRepository: target.repository }))
}

/**
 * The architectures to copy, narrowed to the wanted one. Refused as a front end does (its check_valid_release_target!):
 * both repositories must begin with the same architecture, and the target must have each that is copied.
 */
export function releasedArchitectures(source: Repository, target: Repository, wanted: string | undefined): string[] {
  const refuse = (summary: string) => new Refusal(400, 'architecture_order_missmatch', summary)
  if (source.architectures[0] !== target.architectures[0]) {
    throw refuse(`Repository '${source.name}' and releasetarget '${target.name}' have a different architecture as first entry`)
  }
  const copied = source.architectures.filter((arch) => wanted === undefined || arch === wanted)
  const lacking = copied.find((arch) => !target.architectures.includes(arch))
  if (lacking !== undefined) throw refuse(`Release target repository lacks the architecture ${lacking}`)
  return copied
}

/** The container's name: the package and the time in UTC, as `YYYYmmddHHMMSS`. */
export function containerName(name: string, time: number): string {
  return `${name}.${new Date(time).toISOString().replace(/\D/g, '').slice(0, 14)}`
}
