import type { Format } from '../format.js'
import { nearest } from '../nearest.js'
import { relationKinds } from '../relation-kind.js'
import type { Fault } from './check.js'
import type { Key } from './document.js'
import { listEntries } from './installed.js'
import type { Config, Package } from './schema.js'

/** A place below a package where a config names a builder. */
interface Mention {
  readonly path: readonly Key[]
  readonly part: 'key' | 'value'
  readonly name: string
  /** What narrows the same to formats. */
  readonly formats: readonly Format[] | undefined
}

/** Finds builders that there are not, and those whose format the same entry leaves out. */
export function checkBuilderNames({ packages, builders }: Config): Fault[] {
  return Object.entries(packages).flatMap(([name, pkg]) =>
    listMentions(pkg).flatMap(({ path, part, name: builder, formats }): Fault[] => {
      const whole = ['packages', name, ...path]
      const where = whole.slice(0, whole.lastIndexOf('builders')).join('.')
      const refuse = (reason: string): Fault[] => [
        { path: whole, part, message: `${where} names the builder ${builder}${reason}` },
      ]
      const known = Object.keys(builders)
      const format = builders[builder]?.format
      if (format === undefined) {
        const meant = nearest(builder, known)
        return refuse(`; there are ${known.join(', ')}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`)
      }
      // Which scripts a format can have is judged with the scripts.
      if (part === 'key') return []
      const other = [formats, pkg.formats].find((each) => each?.includes(format) === false)
      if (other === undefined) return []
      const says = other === formats ? 'its own formats' : `packages.${name}.formats`
      return refuse(`, which builds ${format}s, and ${says} leave those out; name another, or add ${format} there.`)
    }),
  )
}

function listMentions(pkg: Package): Mention[] {
  const units = Object.entries(pkg.units).map(([unit, entry]) => ({ entry, path: ['units', unit] }))
  return [
    ...[...listEntries(pkg), ...units].flatMap(({ entry: { builders, formats }, path }) => mentionsIn(path, builders, formats)),
    ...relationKinds.flatMap((kind) =>
      Object.entries(pkg[kind]).flatMap(([other, cases]) =>
        cases.flatMap(({ builders, formats, path }) => mentionsIn([kind, other, ...path], builders, formats)),
      ),
    ),
    ...Object.entries(pkg.scripts ?? {}).flatMap(([stage, value]) => {
      const bodies = typeof value === 'object' && 'builders' in value ? value.builders : undefined
      return Object.keys(bodies ?? {}).map((name): Mention => ({
        path: ['scripts', stage, 'builders', name],
        part: 'key',
        name,
        formats: undefined,
      }))
    }),
  ]
}

function mentionsIn(path: readonly Key[], builders: readonly string[] = [], formats: readonly Format[] | undefined): Mention[] {
  return builders.map((name, index) => ({ path: [...path, 'builders', index], part: 'value', name, formats }))
}
