import { nearest } from '../../nearest.js'
import { listArchitectures } from '../../architecture.js'
import type { Step } from '../document.js'
import { relationKinds } from '../relation-kind.js'
import type { Config, Package, Source } from '../schema.js'
import type { Finding } from './finding.js'

interface Mention {
  readonly path: readonly Step[]
  readonly name: string
}

/** Finds architectures that neither the table nor the config's own additions know. */
export function checkArchitectures(config: Config): Finding[] {
  const known = listArchitectures(config.architectures)
  const names = known.map(({ obs }) => obs)
  return listMentions(config).flatMap(({ path, name }) => {
    if (names.includes(name)) return []
    const other = known.find(({ go, deb, rpm }) => [go, deb, rpm].includes(name))
    const meant = other?.obs ?? nearest(name, names)
    const hint = meant === undefined ? ' Add it to `architectures`, or correct it.' : ` Did you mean ${meant}?`
    return [{ path, message: `${path.join('.')} must be one of ${names.join(', ')}, not "${name}".${hint}` }]
  })
}

function listMentions({ builders, packages }: Config): Mention[] {
  return [
    ...Object.entries(builders).flatMap(([builder, { architectures }]) =>
      architectures.map((each, index): Mention => {
        const path = ['builders', builder, 'architectures', index]
        return typeof each === 'string' ? { path, name: each } : { path: [...path, 'name'], name: each.name }
      }),
    ),
    ...Object.entries(packages).flatMap(([name, pkg]) => mentionsOf(['packages', name], pkg)),
  ]
}

function mentionsOf(path: readonly Step[], pkg: Package): Mention[] {
  return [
    ...mentionsIn([...path, 'architectures'], pkg.architectures),
    ...digestsOf([...path, 'source'], pkg.source),
    ...Object.entries(pkg.files).flatMap(([to, { source }]) => digestsOf([...path, 'files', to, 'source'], source)),
    ...relationKinds.flatMap((kind) =>
      Object.entries(pkg[kind]).flatMap(([name, relation]) => {
        const here = [...path, kind, name]
        if (typeof relation === 'string') return []
        if (!Array.isArray(relation)) return mentionsIn([...here, 'architectures'], relation.architectures)
        return relation.flatMap((each, index) => mentionsIn([...here, index, 'architectures'], each.architectures))
      }),
    ),
  ]
}

function mentionsIn(path: readonly Step[], names: readonly string[] = []): Mention[] {
  return names.map((name, index) => ({ path: [...path, index], name }))
}

function digestsOf(path: readonly Step[], source: Source | undefined): Mention[] {
  return (['sha256', 'sha512'] as const).flatMap((key) => {
    const digests = source?.[key]
    return typeof digests === 'object' ? Object.keys(digests).map((name) => ({ path: [...path, key, name], name })) : []
  })
}
