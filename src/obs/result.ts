import type { Cell } from '../plan/plan.js'
import { childrenOf, visitXml, type Element } from '../xml.js'

/** `skipped`: OBS is told not to build it, in a project that nobody has planned. */
export type CellState = 'succeeded' | 'failed' | 'pending' | 'skipped'

/** What OBS knows of a cell. */
export interface CellResult extends Cell {
  readonly state: CellState
  /** OBS's package code, or `missing` when OBS does not list the cell. */
  readonly code: string
  /** Why, in OBS's words or ours; empty for success. */
  readonly reason: string
  /** The command that shows the build log. */
  readonly link: string
  /** The page of the build log on the web, where the instance is known to have one. */
  readonly url?: string
}

/** A repository on one architecture, as a row of `GET /build/<project>/_result` tells of it. */
export interface RepositoryRow {
  /** The state of the repository on this architecture. */
  readonly state: string
  /** What is wrong with all of it, such as "no build type". */
  readonly details: string
  /** OBS has news that it has not looked at yet: the codes may be of the past. */
  readonly dirty: boolean
  /** By package, a flavour as `package:flavour`. */
  readonly packages: ReadonlyMap<string, PackageRow>
}

export interface PackageRow {
  readonly code: string
  readonly details: string
}

/** All rows of a result list, by `repository/architecture`. */
export type ResultTable = ReadonlyMap<string, RepositoryRow>

/** Reads a result list into a table in which thousands of cells are looked up quickly. */
export function readResultTable(resultList: string): ResultTable {
  const table = new Map<string, RepositoryRow>()
  let packages = new Map<string, PackageRow>()
  let name = ''
  let code = ''
  let details = ''
  visitXml(resultList, {
    open(element, attributes) {
      if (element === 'result') {
        const { repository = '', arch = '', dirty } = attributes
        packages = new Map()
        const state = attributes['state'] ?? attributes['code'] ?? 'unknown'
        table.set(`${repository}/${arch}`, { state, details: attributes['details'] ?? '', dirty: dirty === 'true', packages })
      } else if (element === 'status') {
        name = attributes['package'] ?? ''
        code = attributes['code'] ?? 'unknown'
        details = ''
      }
    },
    close(element, text) {
      if (element === 'details') details = text
      else if (element === 'status') packages.set(name, { code, details })
    },
  })
  return table
}

/** Where a cell's repository is in a {@link ResultTable}. */
export function nameRepository({ builder, architecture }: Pick<Cell, 'builder' | 'architecture'>): string {
  return `${builder}/${architecture}`
}

/** Whether a code of OBS can still change by itself, is a result of a job, or refuses to build. */
export function classifyCode(code: string): 'pending' | 'built' | 'refused' {
  if (code === 'succeeded' || code === 'failed') return 'built'
  return ['unresolvable', 'broken', 'excluded', 'disabled', 'locked'].includes(code) ? 'refused' : 'pending'
}

/** Whether a repository is at rest: nothing in it is scheduled or built. */
export function isSettled({ state, dirty }: Pick<RepositoryRow, 'state' | 'dirty'>): boolean {
  return !dirty && ['published', 'unpublished', 'finished', 'publishing', 'publishfailed'].includes(state)
}

/** Every cell of some packages, from the project's _meta: what to expect when there is no config. By repository, as OBS has no order. */
export function cellsOfMeta(meta: Element, packages: readonly string[]): Cell[] {
  const nameOf = ({ attributes }: Element) => attributes['name'] ?? ''
  const repositories = childrenOf(meta, 'repository').toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1))
  return packages.flatMap((name) =>
    repositories.flatMap((repository) =>
      childrenOf(repository, 'arch').map(({ text }) => ({
        package: name,
        builder: repository.attributes['name'] ?? '',
        // OBS may know more architectures than a config can name; here they are only names.
        architecture: text,
      })),
    ),
  )
}

/** The package of a cell or flavour: `package:flavour` is built from the sources of `package`. */
export function packageOf(name: string): string {
  return name.split(':', 1)[0] ?? name
}

/** `runc deb/aarch64`. */
export function nameCell({ package: name, builder, architecture }: Cell): string {
  return `${name} ${builder}/${architecture}`
}
