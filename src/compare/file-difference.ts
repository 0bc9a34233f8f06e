import type { PackageFile } from '../package/package-model.js'
import { differ, type Discrepancy } from './difference.js'

type Files = ReadonlyMap<string, PackageFile>

/** Compares the paths of two packages. Times are no part of them. */
export function compareFiles(left: Files, right: Files): readonly Discrepancy[] {
  return unite(left, right).flatMap((path) => comparePath(path, left.get(path), right.get(path)))
}

/**
 * Compares the paths of a deb and an rpm. A deb lists every folder that leads to a file and an rpm only its own, so
 * folders count when both have them; a ghost is nothing that a deb could have; a mark is config or none.
 */
export function compareForeignFiles(left: Files, right: Files): readonly Discrepancy[] {
  return unite(left, right).flatMap((path) => {
    const [one, other] = [left.get(path), right.get(path)]
    const only = one ?? other
    if ((!one || !other) && (only?.type === 'directory' || only?.marks.includes('ghost'))) return []
    return comparePath(path, one && keepConfig(one), other && keepConfig(other))
  })
}

function unite(left: Files, right: Files): readonly string[] {
  return [...new Set([...left.keys(), ...right.keys()])].sort()
}

function keepConfig(file: PackageFile): PackageFile {
  return { ...file, marks: file.marks.filter((mark) => mark === 'config') }
}

function comparePath(path: string, left: PackageFile | undefined, right: PackageFile | undefined): readonly Discrepancy[] {
  if (!left || !right) return differ('files', path, left?.type ?? null, right?.type ?? null)
  if (left.type !== right.type) return differ('type', path, left.type, right.type)
  // The mode of a link means nothing (symlink(7)).
  const [mode, other] = left.type === 'link' ? [null, null] : [showMode(left.mode), showMode(right.mode)]
  return [
    ...differ('link', path, left.target ?? null, right.target ?? null),
    ...differ('mode', path, mode, other),
    ...differ('owner', path, `${left.owner}:${left.group}`, `${right.owner}:${right.group}`),
    ...differ('marks', path, showMarks(left), showMarks(right)),
    ...differ('digest', path, left.sha256 ?? null, right.sha256 ?? null),
  ]
}

/** As people write it: 0755. */
function showMode(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

function showMarks({ marks }: PackageFile): string | null {
  return marks.length === 0 ? null : marks.join(' ')
}
