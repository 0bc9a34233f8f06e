import type { ArchitectureNames } from '../architecture.js'
import { relationKinds, type RelationKind } from '../relation-kind.js'
import type { Format } from '../format.js'
import { testArchitectures, type Line } from './branch.js'
import { ownField } from './deb-field.js'
import type { SpecModel } from './spec-model.js'

// debbuild makes Depends of Requires, Pre-Depends of Requires(pre) and Replaces of Obsoletes.
const tags: Readonly<Record<RelationKind, string>> = {
  requires: 'Requires',
  'requires-pre': 'Requires(pre)',
  'requires-post': 'Requires(post)',
  recommends: 'Recommends',
  suggests: 'Suggests',
  conflicts: 'Conflicts',
  replaces: 'Obsoletes',
  provides: 'Provides',
  enhances: 'Enhances',
  breaks: 'Breaks',
  supplements: 'Supplements',
}

/** debbuild warns of these outside a conditional, because old versions of rpm did not know them. */
const conditional: readonly RelationKind[] = ['recommends', 'suggests', 'enhances', 'breaks', 'supplements']

/**
 * The relations of a package as lines of its preamble: those that hold on every architecture, and after them
 * those that hold on some, each in a conditional of its own.
 */
export function relationLines(model: SpecModel): { common: Line[]; limited: string[] } {
  const { builds } = model.planned
  const counts = new Map(builds.map(({ format, architectures }) => [format, architectures.length]))
  const found = relationKinds.flatMap((kind) => linesOf(model, kind))
  const everywhere = found.filter(({ architectures, format }) => architectures.length === counts.get(format))
  const common = everywhere.flatMap((line): Line[] => {
    const both = everywhere.filter(({ text }) => text === line.text).length === builds.length
    if (both && !conditional.includes(line.kind))
      return line.format === builds[0]?.format ? [{ text: line.text, formats: ['deb', 'rpm'] }] : []
    return [{ text: line.text, formats: [line.format] }]
  })
  const limited = found
    .filter((line) => !everywhere.includes(line))
    .flatMap(({ text, format, architectures: on }) => [
      `%if "%{_vendor}" ${format === 'deb' ? '==' : '!='} "debbuild"`,
      testArchitectures(on),
      text,
      '%endif',
      '%endif',
    ])
  return { common, limited }
}

interface RelationLine {
  readonly kind: RelationKind
  readonly text: string
  readonly format: Format
  readonly architectures: readonly ArchitectureNames[]
}

/** The lines of one kind, each with the format and architectures that have it. */
function linesOf({ planned, architectures }: SpecModel, kind: RelationKind): RelationLine[] {
  return planned.builds.flatMap(({ format, architectures: built, relations }) => {
    if (format === 'deb' && ownField(planned, kind) !== undefined) return []
    const names = architectures.filter(({ obs }) => built.includes(obs))
    const lines = new Map<string, ArchitectureNames[]>()
    for (const { name, bounds, on } of relations.filter((each) => each.kind === kind)) {
      for (const bound of bounds.length === 0 ? [''] : bounds) {
        const text = `${`${tags[kind]}:`.padEnd(15)} ${`${name} ${bound}`.trim()}`
        const here = names.filter(({ obs }) => on?.includes(obs) ?? true)
        lines.set(text, [...(lines.get(text) ?? []), ...here])
      }
    }
    return [...lines].map(([text, on]) => ({ kind, text, format, architectures: on }))
  })
}
