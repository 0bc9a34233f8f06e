import { addArchitectures, meaningsOf, noarch } from '../architecture.js'
import { nearest } from '../nearest.js'
import type { Fault } from './check.js'
import type { Key } from './document.js'
import { listEntries } from './installed.js'
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
    if (name === noarch || name === 'all') return judgeNoarch(path, name)
    const meant = meaningsOf(name, known)[0] ?? nearest(name, names)
    const hint = meant === undefined ? ' Add it to `architectures`, or correct it.' : ` Did you mean ${meant}?`
    return [{ path, message: `${path.join('.')} must be one of ${names.join(', ')}, not "${name}".${hint}` }]
  })
}

/** A package may be for every machine; nothing is built on such a machine, and nothing differs on it. */
function judgeNoarch(path: readonly Key[], name: string): Fault[] {
  const isOfPackage = path[0] === 'packages' && path.length === 4 && path[2] === 'architectures'
  if (isOfPackage && name === noarch) return []
  const advice = isOfPackage
    ? 'a package for every machine has architectures: [noarch] in both formats'
    : 'it is no machine; a package for every machine says so itself, by packages.<name>.architectures: [noarch], and each builder builds it once'
  return [{ path, message: `${path.join('.')} is "${name}": ${advice}.` }]
}

/**
 * Finds architectures that dpkg calls the same where a package would be built for both: its debs would have the same names,
 * and nothing in a build tells for which of them it is.
 */
export function checkDebNames({ builders, packages, architectures: added }: Config): Fault[] {
  const known = addArchitectures(added)
  const nameOf = (obs: string) => known.find((each) => each.obs === obs)?.deb
  const built = Object.entries(builders).flatMap(([builder, { format, architectures }]) =>
    format !== 'deb'
      ? []
      : architectures.map(({ name }, index) => ({ name, path: ['builders', builder, 'architectures', index] })),
  )
  return built.flatMap(({ name, path }, index): Fault[] => {
    const deb = nameOf(name)
    const other = built.slice(0, index).find((each) => each.name !== name && nameOf(each.name) === deb)
    if (deb === undefined || other === undefined) return []
    const both = ({ formats, architectures }: Package) =>
      (formats?.includes('deb') ?? true) && [name, other.name].every((each) => architectures?.includes(each) ?? true)
    const met = Object.entries(packages).find(([, pkg]) => both(pkg))?.[0]
    if (met === undefined) return []
    const message = `${path.join('.')} names ${name}, and ${other.path.join('.')} names ${other.name}: dpkg calls both ${deb}, so that the debs of ${met} for one would be taken for those for the other; build debs for one of them.`
    return [{ path, message }]
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
    ...tablesOf([...path, 'source'], pkg.source),
    ...listEntries(pkg).flatMap(({ entry: { source, architectures }, path: own }) => [
      ...mentionsIn([...path, ...own, 'architectures'], architectures),
      ...tablesOf([...path, ...own, 'source'], source),
    ]),
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

function tablesOf(path: readonly Key[], source: Source | undefined): Mention[] {
  return (['sha256', 'sha512', 'url', 'folder', 'names'] as const).flatMap((key) => {
    const table = source?.[key]
    return typeof table === 'object' ? Object.keys(table).map((name) => ({ path: [...path, key, name], name })) : []
  })
}
