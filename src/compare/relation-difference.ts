import { differ, type Discrepancy } from './difference.js'

type Relations = Readonly<Record<string, readonly string[]>>

/** Compares relations, a finding for each that one side alone has; of two versions of one relation, both in one. */
export function compareRelations(left: Relations, right: Relations): readonly Discrepancy[] {
  const kinds = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()
  return kinds.flatMap((kind) => compareKind(kind, left[kind] ?? [], right[kind] ?? []))
}

function compareKind(kind: string, left: readonly string[], right: readonly string[]): readonly Discrepancy[] {
  const onlyLeft = left.filter((item) => !right.includes(item))
  const onlyRight = right.filter((item) => !left.includes(item))
  const names = [...new Set([...onlyLeft, ...onlyRight].map(nameOf))].sort()
  return names.flatMap((name) => {
    const of = (items: readonly string[]) => items.filter((item) => nameOf(item) === name).join(', ') || null
    return differ('relations', kind, of(onlyLeft), of(onlyRight))
  })
}

function nameOf(item: string): string {
  return item.split(' ')[0] ?? item
}

/** The kinds of a deb and of an rpm that mean the same, by a common name; other kinds have no counterpart. */
const common: Readonly<Record<string, string>> = {
  depends: 'requires',
  'pre-depends': 'requires',
  requires: 'requires',
  recommends: 'recommends',
  suggests: 'suggests',
  enhances: 'enhances',
  breaks: 'conflicts',
  conflicts: 'conflicts',
  provides: 'provides',
}

/**
 * The relations by the names that both formats share. What rpmbuild finds out in files, `/bin/sh` and
 * `libc.so.6()(64bit)`, is left out, since a deb names packages instead.
 */
export function toCommonRelations(relations: Relations): Relations {
  const shared: Record<string, readonly string[]> = {}
  for (const [kind, items] of Object.entries(relations)) {
    const name = common[kind.replace(/\(.*/, '')]
    if (name === undefined) continue
    const kept = items.filter((item) => !/^\/|\(.*\)/.test(item))
    shared[name] = [...new Set([...(shared[name] ?? []), ...kept])].sort()
  }
  return shared
}
