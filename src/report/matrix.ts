import { checks, type Check, type CheckResult, type ResultCell } from '../verify/request.js'

/** Results of one subject, or of one architecture. */
export interface Line {
  readonly name: string
  readonly results: readonly CheckResult[]
}

/** The lines of one version. */
export interface Block {
  /** Undefined for what has no version: the repositories themselves. */
  readonly version: string | undefined
  readonly lines: readonly Line[]
}

/** A table: lines, and a column for each check that was made of any of them. */
export interface Matrix {
  readonly name: string
  readonly columns: readonly Check[]
  readonly blocks: readonly Block[]
  readonly results: readonly CheckResult[]
}

/** What is about repositories, a line for each subject; undefined when there is nothing. */
export function arrangeRepositories(results: readonly CheckResult[]): Matrix | undefined {
  const own = results.filter(({ cell }) => cell === undefined)
  if (own.length === 0) return undefined
  const lines = group(own, ({ subject }) => subject)
  return { name: 'Repositories', columns: listColumns(own), blocks: [{ version: undefined, lines }], results: own }
}

/** What is about packages: a matrix for each package of a format, in the order of the results. */
export function arrangePackages(results: readonly CheckResult[]): readonly Matrix[] {
  const own = results.filter((result): result is CheckResult & { readonly cell: ResultCell } => result.cell !== undefined)
  return group(own, ({ cell }) => `${cell.format} ${cell.package}`).map(({ name, results: ofPackage }) => ({
    name,
    columns: listColumns(ofPackage),
    blocks: group(ofPackage, ({ cell }) => cell.version).map(({ name: version, results: ofVersion }) => ({
      version,
      lines: group(ofVersion, ({ cell }) => cell.architecture),
    })),
    results: ofPackage,
  }))
}

function listColumns(results: readonly CheckResult[]): readonly Check[] {
  return checks.filter((check) => results.some((result) => result.check === check))
}

function group<R extends CheckResult>(results: readonly R[], nameOf: (result: R) => string) {
  const groups = new Map<string, R[]>()
  for (const result of results) {
    const name = nameOf(result)
    const present = groups.get(name)
    if (present === undefined) groups.set(name, [result])
    else present.push(result)
  }
  return [...groups].map(([name, members]) => ({ name, results: members }))
}
