import type { Cell } from '../plan/plan.js'
import { childOf, childrenOf, type Element } from '../xml.js'

export type CellState = 'succeeded' | 'failed' | 'pending'

/** What OBS knows of a cell. */
export interface CellResult extends Cell {
  readonly state: CellState
  /** OBS's package code, or `missing` when OBS does not list the cell. */
  readonly code: string
  /** Why, in OBS's words or ours; empty for success. */
  readonly reason: string
  /** The command that shows the build log. */
  readonly link: string
}

/** One row of `GET /build/<project>/_result`. */
export interface StatusRow {
  readonly code: string
  readonly details: string
  /** The state of the repository on this architecture. */
  readonly repositoryState: string
  /** OBS has news that it has not looked at yet: the code may be of the past. */
  readonly dirty: boolean
}

/** The row of a cell; undefined when the repository, the architecture or the package is not listed. */
export function findRow(resultList: Element, cell: Cell): StatusRow | 'no builder' | undefined {
  const result = childrenOf(resultList, 'result').find(
    ({ attributes }) => attributes['repository'] === cell.builder && attributes['arch'] === cell.architecture,
  )
  if (!result) return 'no builder'
  const status = childrenOf(result, 'status').find(({ attributes }) => attributes['package'] === cell.package)
  if (!status) return undefined
  return {
    code: status.attributes['code'] ?? 'unknown',
    details: childOf(status, 'details')?.text ?? '',
    repositoryState: result.attributes['state'] ?? result.attributes['code'] ?? 'unknown',
    dirty: result.attributes['dirty'] === 'true',
  }
}

/** Whether a code of OBS can still change by itself, is a result of a job, or refuses to build. */
export function classifyCode(code: string): 'pending' | 'built' | 'refused' {
  if (code === 'succeeded' || code === 'failed') return 'built'
  return ['unresolvable', 'broken', 'excluded', 'disabled', 'locked'].includes(code) ? 'refused' : 'pending'
}

/** Whether a repository is at rest: nothing in it is scheduled or built. */
export function isSettled({ repositoryState, dirty }: StatusRow): boolean {
  return !dirty && ['published', 'unpublished', 'finished', 'publishing'].includes(repositoryState)
}

/** Every cell of some packages, from the project's _meta: what to expect when there is no config. */
export function cellsOfMeta(meta: Element, packages: readonly string[]): Cell[] {
  return packages.flatMap((name) =>
    childrenOf(meta, 'repository').flatMap((repository) =>
      childrenOf(repository, 'arch').map(({ text }) => ({
        package: name,
        builder: repository.attributes['name'] ?? '',
        // OBS may know more architectures than a config can name; here they are only names.
        architecture: text,
      })),
    ),
  )
}

/** `runc deb/aarch64`. */
export function nameCell({ package: name, builder, architecture }: Cell): string {
  return `${name} ${builder}/${architecture}`
}
