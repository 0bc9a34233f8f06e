import { addArchitectures, meaningsOf } from '../architecture.js'
import { nearest } from '../nearest.js'
import type { Fault } from './check.js'
import type { Key } from './document.js'
import { relationKinds } from '../relation-kind.js'
import type { Config, Package, Source } from './schema.js'

/** A place where a config names an architecture. */
interface Mention {
  readonly path: readonly Key[]
  readonly name: string
}

/** Finds architectures that neither the table nor the config's own additions know. */
export function checkArchitectures(config: Config): Fault[] {
  const known = addArchitectures(config.architectures)
  const names = known.map(({ obs }) => obs)
  return listMentions(config).flatMap(({ path, name }) => {
    if (names.includes(name)) return []
    const meant = meaningsOf(name, known)[0] ?? nearest(name, names)
    const hint = meant === undefined ? ' Add it to `architectures`, or correct it.' : ` Did you mean ${meant}?`
    return [{ path, message: `${path.join('.')} must be one of ${names.join(', ')}, not "${name}".${hint}` }]
  })
}

function listMentions({ builders, packages }: Config): Mention[] {
  return [
    ...Object.entries(builders).flatMap(([builder, { architectures }]) =>
      architectures.map(({ name, versions }, index): Mention => {
        const path = ['builders', builder, 'architectures', index]
        return { path: versions === undefined ? path : [...path, 'name'], name }
      }),
    ),
    ...Object.entries(packages).flatMap(([name, pkg]) => mentionsOf(['packages', name], pkg)),
  ]
}

function mentionsOf(path: readonly Key[], pkg: Package): Mention[] {
  return [
    ...mentionsIn([...path, 'architectures'], pkg.architectures),
    ...digestsOf([...path, 'source'], pkg.source),
    ...Object.entries(pkg.files).flatMap(([to, { source }]) => digestsOf([...path, 'files', to, 'source'], source)),
    ...relationKinds.flatMap((kind) =>
      Object.entries(pkg[kind]).flatMap(([name, cases]) =>
        cases.flatMap(({ architectures, path: below }) =>
          mentionsIn([...path, kind, name, ...below, 'architectures'], architectures),
        ),
      ),
    ),
  ]
}

function mentionsIn(path: readonly Key[], names: readonly string[] = []): Mention[] {
  return names.map((name, index) => ({ path: [...path, index], name }))
}

function digestsOf(path: readonly Key[], source: Source | undefined): Mention[] {
  return (['sha256', 'sha512'] as const).flatMap((key) => {
    const digests = source?.[key]
    return typeof digests === 'object' ? Object.keys(digests).map((name) => ({ path: [...path, key, name], name })) : []
  })
}
