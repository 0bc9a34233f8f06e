import type { ResultCell } from '../verify/request.js'

/** A row of verify-repo's report, as far as it matters here. */
export interface Row {
  readonly check: string
  readonly subject: string
  readonly state: string
  readonly passed: boolean
  readonly cell?: ResultCell
  readonly facts?: Readonly<Record<string, string>>
}

/** A published package that was proved to be there with these bytes. */
export interface ProvedPackage {
  /** The name of its file. */
  readonly name: string
  readonly sha256: string
  /** How results name it. */
  readonly subject: string
  readonly cell: ResultCell
  /** How its checks ended, the worst of each. */
  readonly checks: Readonly<Record<string, string>>
}

const worstFirst = ['failed', 'unproved', 'warning', 'passed']

/** The packages that a report has seen, each once: what the repository states of them was compared with their bytes. */
export function listProved(rows: readonly Row[]): readonly ProvedPackage[] {
  const found = new Map<string, ProvedPackage>()
  for (const { check, subject, state, passed, cell, facts } of rows) {
    const sha256 = facts?.['sha256'] ?? /^sha256:([0-9a-f]{64})$/.exec(facts?.['digest'] ?? '')?.[1]
    if (check !== 'presence' || state === 'failed' || !passed || cell === undefined || sha256 === undefined) continue
    const own = rows.filter((row) => row.cell !== undefined && isSame(row.cell, cell))
    found.set(sha256, { name: facts?.['file'] ?? nameFile(cell), sha256, subject, cell, checks: worstOf(own) })
  }
  return [...found.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1))
}

/** The worst state by check. */
export function worstOf(rows: readonly Row[]): Readonly<Record<string, string>> {
  const worst: Record<string, string> = {}
  for (const { check, state } of rows) {
    const before = worst[check]
    if (before === undefined || worstFirst.indexOf(state) < worstFirst.indexOf(before)) worst[check] = state
  }
  return worst
}

function isSame(left: ResultCell, right: ResultCell): boolean {
  return (['format', 'package', 'version', 'architecture'] as const).every((key) => left[key] === right[key])
}

/** As dpkg-deb and rpmbuild call the file of a package; no file name has an epoch. */
function nameFile({ format, package: name, version, architecture }: ResultCell): string {
  const plain = version.replace(/^\d+:/, '')
  return format === 'deb' ? `${name}_${plain}_${architecture}.deb` : `${name}-${plain}.${architecture}.rpm`
}
