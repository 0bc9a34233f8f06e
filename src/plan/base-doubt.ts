import { packageIn } from './variant.js'
import type { Plan } from './plan.js'

/**
 * What the install check will miss in builders of rpms whose base nobody stated: it assumes a shell, and what packages of the
 * plan require besides must then come from the repository. A sentence for each builder.
 */
export function doubtBases(plan: Plan): readonly string[] {
  const own = new Set(plan.packages.map(({ name }) => name))
  return plan.builders.flatMap(({ name: builder, format, base }) => {
    if (format !== 'rpm' || base !== undefined) return []
    const built = plan.packages.filter(({ name }) => plan.cells.some((cell) => cell.package === name && cell.builder === builder))
    const required = built.flatMap((planned) =>
      packageIn(planned, builder).builds.flatMap(({ format: each, relations }) =>
        each === 'rpm'
          ? relations.flatMap(({ kind, name }) => (kind.startsWith('requires') && !own.has(name) ? [name] : []))
          : [],
      ),
    )
    const names = [...new Set(required)]
    if (names.length === 0) return []
    const shown = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`
    return [
      `Builder ${builder} states no \`base\`, so the install check will not find ${shown}; say what its distribution has: base: { provides: [${names.slice(0, 5).join(', ')}] }, or its repositories.`,
    ]
  })
}
