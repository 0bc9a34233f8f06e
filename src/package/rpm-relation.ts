import type { RpmHeader } from './rpm-header.js'

const kinds = ['REQUIRE', 'PROVIDE', 'CONFLICT', 'OBSOLETE', 'RECOMMEND', 'SUGGEST', 'SUPPLEMENT', 'ENHANCE'] as const

/** Bits of a relation's flags (rpmsenseFlags in rpmds.h of rpm 4.18). */
const less = 1 << 1
const greater = 1 << 2
const equal = 1 << 3
const interpreter = 1 << 8
const moments: readonly (readonly [number, string])[] = [
  [1 << 5, 'posttrans'],
  [1 << 7, 'pretrans'],
  [1 << 9, 'pre'],
  [1 << 10, 'post'],
  [1 << 11, 'preun'],
  [1 << 12, 'postun'],
]

/**
 * The relations by kind; one for a moment of the installation has it in its kind, as in `requires(post)`. Left out is
 * what rpmbuild adds to every package: rpm's own features, the package itself and the interpreters of its scripts.
 */
export function readRpmRelations(header: RpmHeader): Record<string, readonly string[]> {
  const own = header.text('NAME')
  const relations: Record<string, readonly string[]> = {}
  for (const tag of kinds) {
    const [flags, versions] = [header.numbers(`${tag}FLAGS`), header.texts(`${tag}VERSION`)]
    for (const [index, name] of header.texts(`${tag}NAME`).entries()) {
      const flag = flags[index] ?? 0
      if (isAutomatic(tag, name, flag, own)) continue
      const item = [name, sign(flag), versions[index] ?? ''].filter((part) => part !== '').join(' ')
      for (const kind of nameKinds(tag, flag)) relations[kind] = [...(relations[kind] ?? []), item]
    }
  }
  return Object.fromEntries(Object.entries(relations).map(([kind, items]) => [kind, [...new Set(items)].sort()]))
}

/** All relations of a kind as an index writes them: `kubernetes-cni >= 1.2.0`, an epoch of 0 left out. */
export function listRpmRelations(
  header: RpmHeader,
  kind: 'requires' | 'provides' | 'conflicts' | 'obsoletes',
): readonly string[] {
  const tag = kind.slice(0, -1).toUpperCase()
  const [flags, versions] = [header.numbers(`${tag}FLAGS`), header.texts(`${tag}VERSION`)]
  return header.texts(`${tag}NAME`).map((name, index) => formatRelation(name, sign(flags[index] ?? 0), versions[index] ?? ''))
}

/** One relation; rpm takes a version without an epoch for one with the epoch 0 in most places. */
export function formatRelation(name: string, comparison: string, version: string): string {
  return [name, comparison, version.replace(/^0:/, '')].filter((part) => part !== '').join(' ')
}

function isAutomatic(tag: (typeof kinds)[number], name: string, flag: number, own: string): boolean {
  if (tag === 'REQUIRE') return name.startsWith('rpmlib(') || name === `config(${own})` || (flag & interpreter) !== 0
  return tag === 'PROVIDE' && (name === own || name === `config(${own})` || isOwnWithArchitecture(name, own))
}

/** `runc(x86-64)` is runc of an architecture, while `runc(feature)` may be anything: rpm writes a hyphen and bits. */
function isOwnWithArchitecture(name: string, own: string): boolean {
  return name.startsWith(`${own}(`) && /^[a-z0-9]+-(32|64)\)$/.test(name.slice(own.length + 1))
}

function sign(flag: number): string {
  return [flag & less && '<', flag & greater && '>', flag & equal && '='].filter((part) => part !== 0).join('')
}

function nameKinds(tag: (typeof kinds)[number], flag: number): readonly string[] {
  const kind = `${tag.toLowerCase()}s`
  const named = moments.filter(([bit]) => tag === 'REQUIRE' && (flag & bit) !== 0).map(([, moment]) => `${kind}(${moment})`)
  return named.length === 0 ? [kind] : named
}
