import { findOverlap, parseRange, type Range } from '../../version/range.js'
import { relationKinds } from '../relation-kind.js'
import type { Step } from '../document.js'
import type { Config } from '../schema.js'
import type { Finding } from './finding.js'

/** Finds tables of versions two of whose ranges hold the same version. */
export function checkRanges({ packages }: Config): Finding[] {
  return Object.entries(packages).flatMap(([name, pkg]) => [
    ...checkTable(['packages', name, 'version'], pkg.version),
    ...relationKinds.flatMap((kind) =>
      Object.entries(pkg[kind]).flatMap(([other, relation]) => {
        const path = ['packages', name, kind, other]
        if (typeof relation === 'string') return []
        if ('map' in relation) return relation.flatMap((each, index) => checkTable([...path, index, 'versions'], each.versions))
        return checkTable([...path, 'versions'], relation.versions)
      }),
    ),
  ])
}

function checkTable(path: readonly Step[], table: Readonly<Record<string, string>> | undefined): Finding[] {
  const ranges = Object.keys(table ?? {}).flatMap((text): Range[] => {
    const range = parseRange(text)
    return range ? [range] : []
  })
  const overlap = findOverlap(ranges)
  if (!overlap) return []
  const { left, right } = overlap
  const message = `${path.join('.')} has two ranges that hold the same versions, "${left.text}" and "${right.text}"; let one end where the other begins.`
  return [{ path: [...path, right.text], part: 'key', message }]
}
