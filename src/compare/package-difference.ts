import type { PackageModel } from '../package/package-model.js'
import { differ, type Discrepancy } from './difference.js'
import { compareFiles, compareForeignFiles } from './file-difference.js'
import { compareRelations, toCommonRelations } from './relation-difference.js'

/** What is not compared between a deb and an rpm, because they have no common words for it. */
export const incomparable =
  'scripts, sizes, folders that one side does not list, marks other than config, metadata other than summary and url, and relations that only one format has'

/** Everything that differs between two packages. */
export function comparePackages(left: PackageModel, right: PackageModel): readonly Discrepancy[] {
  const [one, other] = [splitVersion(left.version), splitVersion(right.version)]
  const isForeign = left.format !== right.format
  return [
    ...differ('name', '', left.name, right.name),
    ...differ('architecture', '', left.architecture, right.architecture),
    ...differ('version', '', one.version, other.version),
    ...differ('release', '', one.release, other.release),
    ...(isForeign ? compareForeign(left, right) : compareAlike(left, right)),
  ]
}

function compareAlike(left: PackageModel, right: PackageModel): readonly Discrepancy[] {
  return [
    ...compareTexts(left.metadata, right.metadata),
    ...compareRelations(left.relations, right.relations),
    ...compareScripts(left.scripts, right.scripts),
    ...differ('size', 'package', String(left.size.package), String(right.size.package)),
    ...differ('size', 'installed', String(left.size.installed), String(right.size.installed)),
    ...compareFiles(left.files, right.files),
  ]
}

function compareForeign(left: PackageModel, right: PackageModel): readonly Discrepancy[] {
  const shared = ({ metadata: { summary = '', url = '' } }: PackageModel) => ({ summary, url })
  return [
    ...compareTexts(shared(left), shared(right)),
    ...compareRelations(toCommonRelations(left.relations), toCommonRelations(right.relations)),
    ...compareForeignFiles(left.files, right.files),
  ]
}

/** `1:2.0-1.1` as version `1:2.0` and release `1.1`; a native deb has no release. */
function splitVersion(whole: string): { version: string; release: string | null } {
  const at = whole.lastIndexOf('-')
  return at < 0 ? { version: whole, release: null } : { version: whole.slice(0, at), release: whole.slice(at + 1) }
}

type Texts = Readonly<Record<string, string>>

function keysOf(left: Texts, right: Texts): readonly string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()
}

function compareTexts(left: Texts, right: Texts): readonly Discrepancy[] {
  return keysOf(left, right).flatMap((field) => differ('metadata', field, left[field] || null, right[field] || null))
}

/** Of two scripts the first line that differs, with its number. */
function compareScripts(left: Texts, right: Texts): readonly Discrepancy[] {
  return keysOf(left, right).flatMap((name) => {
    const [one, other] = [left[name]?.split('\n'), right[name]?.split('\n')]
    if (!one || !other) return differ('scripts', name, countLines(one), countLines(other))
    const at = Array.from({ length: Math.max(one.length, other.length) }, (_, index) => index).find(
      (index) => one[index] !== other[index],
    )
    return at === undefined ? [] : differ('scripts', name, showLine(one, at), showLine(other, at))
  })
}

function countLines(lines: readonly string[] | undefined): string | null {
  return lines === undefined ? null : `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`
}

function showLine(lines: readonly string[], at: number): string {
  const line = lines[at]
  return line === undefined ? `ends before line ${at + 1}` : `line ${at + 1}: ${line}`
}
