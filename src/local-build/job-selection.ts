import { addArchitectures, chooseArchitectures, judgeArchitectures, noarch } from '../architecture.js'
import { UserError, type Problem } from '../error.js'
import { nearest } from '../nearest.js'
import type { Plan } from '../plan/plan.js'
import { isAlike, specFor } from '../plan/variant.js'
import { platformOf } from '../platform.js'
import { describeJob, type Job } from './job.js'
import { deb } from './deb-type.js'
import { rpm } from './rpm-type.js'
import { tarGz } from './tar-gz-type.js'
import type { PackageType } from './package-type.js'
import { zip } from './zip-type.js'

/** What of a plan is built. */
export interface JobSelection {
  /** Names of package types; empty for deb and rpm. */
  readonly formats: readonly string[]
  /** Architectures by any of their names, and platforms; empty for all. */
  readonly architectures: readonly string[]
  /** Builders as whose packages are built; empty for the first of each format that builds for an architecture. */
  readonly builders: readonly string[]
}

/** What there is to build. Throws a {@link UserError} with every name that is unknown or selects nothing. */
export function chooseJobs(plan: Plan, { formats, architectures, builders }: JobSelection): readonly Job[] {
  const known = addArchitectures(plan.architectures)
  const possible = plan.packages.flatMap((planned) =>
    packageTypes.flatMap((type) =>
      type.listTargets(planned).map((target): Job => ({ package: planned, type, target, platform: platformOf(target, known) })),
    ),
  )
  const wrong = judgeBuilders(builders, plan)
  const targetsOfAll = [...new Set(possible.map(({ target }) => target))]
  // What fits every machine fits those that somebody asks for.
  const available = targetsOfAll.includes(noarch)
    ? [...new Set([...targetsOfAll, ...plan.architectures.map(({ obs }) => obs)])]
    : targetsOfAll
  const choice = { input: 'architectures', names: architectures, available, known }
  const problems = [...judgeFormats(formats, possible), ...judgeArchitectures(choice), ...wrong]
  if (problems.length > 0) throw new UserError(problems)
  const targets = chooseArchitectures(choice)
  const types = formats.length === 0 ? ['deb', 'rpm'] : formats
  const jobs = possible
    .filter(
      ({ type, target }) =>
        types.includes(type.name) &&
        (targets.includes(target) || (target === noarch && targets.some((each) => !each.includes('/')))),
    )
    .flatMap((job) => (job.type.from === 'spec' ? chooseBuilder(job, plan, builders) : job))
  if (jobs.length === 0)
    throw new UserError(
      `There is nothing to build: no package has one of the formats ${types.join(', ')} for ${architectures.join(', ') || 'any architecture'}${builders.length === 0 ? '' : ` in ${builders.join(', ')}`}.`,
    )
  return jobs
}

/**
 * The job as the builder has it whose package it makes: the first that builds for its target. Throws a {@link UserError} for
 * two that were asked for and have it in two ways, because both would be one file.
 */
function chooseBuilder(job: Job, { builders: known, cells }: Plan, wanted: readonly string[]): readonly Job[] {
  const { package: planned, type, target } = job
  const own = known.filter(
    ({ name, format }) => format === type.name && cells.some((cell) => cell.package === planned.name && cell.builder === name),
  )
  const here = own.filter(
    ({ name }) =>
      (wanted.length === 0 || wanted.includes(name)) &&
      (target === noarch ||
        cells.some((cell) => cell.package === planned.name && cell.builder === name && cell.architecture === target)),
  )
  const [first, ...rest] = here.map(({ name }) => name)
  if (first === undefined) return []
  if (own.every(({ name }) => specFor(planned, name).builder === undefined)) return [job]
  const others = rest.filter((name) => !isAlike(planned, first, name))
  if (wanted.length > 0 && others.length > 0)
    throw new UserError(
      `Input \`builders\` has ${[first, ...others].join(' and ')}, which make the ${describeJob(job)} otherwise each, and it can be there once; name one of them, or build into two folders.`,
    )
  return [{ ...job, builder: first, others }]
}

function judgeBuilders(wanted: readonly string[], { builders }: Plan): Problem[] {
  const known = builders.map(({ name }) => name)
  return wanted.flatMap((name): Problem[] => {
    if (known.includes(name)) return []
    const similar = nearest(name, known)
    const advice = similar === undefined ? `; there are ${known.join(', ')}.` : `; did you mean ${similar}?`
    return [{ message: `Input \`builders\` has ${name}${advice}` }]
  })
}

function judgeFormats(formats: readonly string[], possible: readonly Job[]): Problem[] {
  const known = packageTypes.map(({ name }) => name)
  return formats.flatMap((name): Problem[] => {
    if (!known.includes(name)) {
      const similar = nearest(name, known)
      const advice = similar === undefined ? `; known are ${known.join(', ')}.` : `; did you mean ${similar}?`
      return [{ message: `Input \`formats\` has ${name}${advice}` }]
    }
    if (possible.some(({ type }) => type.name === name)) return []
    return [
      { message: `Input \`formats\` has ${name}, and none of the packages is made as one; see the builders of the config.` },
    ]
  })
}

/** Every type of package; a further one is a file beside these and a name here. */
export const packageTypes: readonly PackageType[] = [deb, rpm, tarGz, zip]
