import { packageTypes } from './package-types.js'
import type { Job } from './job.js'
import { listArchitectures } from '../architecture.js'
import { nearest } from '../nearest.js'
import { UserError, type Problem } from '../error.js'
import { platformOf } from '../source/platform.js'
import type { Planned } from '../project/planning.js'

export interface Selection {
  /** Names of package types; empty for deb and rpm. */
  readonly formats: readonly string[]
  /** Architectures by any of their names, and platforms; empty for all. */
  readonly architectures: readonly string[]
}

/** What there is to build. Throws a {@link UserError} with every name that is unknown or selects nothing. */
export function chooseJobs({ plan, loaded: { config } }: Planned, { formats, architectures }: Selection): readonly Job[] {
  const known = listArchitectures(config.architectures)
  const spell = spellings(known)
  const possible = plan.packages.flatMap((planned) =>
    packageTypes.flatMap((type) => {
      const pkg = config.packages[planned.name]
      return (pkg ? type.listTargets(planned, pkg) : []).map((target): Job => {
        const platform = platformOf(target, config.architectures)
        const rpmarch = known.find(({ obs }) => obs === target)?.rpm ?? target
        return { package: planned, type, target, platform, rpmarch }
      })
    }),
  )
  const problems = [...judgeFormats(formats, possible), ...judgeArchitectures(architectures, possible, spell, [...spell.keys()])]
  if (problems.length > 0) throw new UserError(problems)
  const types = formats.length === 0 ? ['deb', 'rpm'] : formats
  const targets = architectures.map((name) => spell.get(name) ?? name)
  const jobs = possible.filter(
    ({ type, target }) => types.includes(type.name) && (targets.length === 0 || targets.includes(target)),
  )
  if (jobs.length === 0)
    throw new UserError(
      `There is nothing to build: no package has one of the formats ${types.join(', ')} for ${architectures.join(', ') || 'any architecture'}.`,
    )
  return jobs
}

/** The target that each name of an architecture means. */
function spellings(known: ReturnType<typeof listArchitectures>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { obs, go, deb, rpm } of known) {
    for (const name of [obs, go, deb, rpm, `linux/${go}`]) if (!names.has(name)) names.set(name, obs)
  }
  return names
}

function judgeFormats(formats: readonly string[], possible: readonly Job[]): Problem[] {
  const known = packageTypes.map(({ name }) => name)
  return formats.flatMap((name): Problem[] => {
    if (!known.includes(name)) {
      const similar = nearest(name, known)
      return [
        {
          message: `Input \`formats\` has ${name}${similar ? `; did you mean ${similar}?` : `; known are ${known.join(', ')}.`}`,
        },
      ]
    }
    if (possible.some(({ type }) => type.name === name)) return []
    return [
      { message: `Input \`formats\` has ${name}, and none of the packages is made as one; see the builders of the config.` },
    ]
  })
}

function judgeArchitectures(
  architectures: readonly string[],
  possible: readonly Job[],
  spell: ReadonlyMap<string, string>,
  names: readonly string[],
): Problem[] {
  const targets = [...new Set(possible.map(({ target }) => target))]
  return architectures.flatMap((name): Problem[] => {
    if (targets.includes(spell.get(name) ?? name)) return []
    const similar = spell.has(name) ? undefined : nearest(name, [...targets, ...names])
    return [
      {
        message: `Input \`architectures\` has ${name}${similar ? `; did you mean ${similar}?` : `, for which nothing is built; there are ${targets.join(', ')}.`}`,
      },
    ]
  })
}
