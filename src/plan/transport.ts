import * as v from 'valibot'
import { UserError } from '../error.js'
import { planSchema, type Plan } from './plan.js'

/** Bytes that a value in the environment may have with its name and a zero at its end (MAX_ARG_STRLEN, execve(2)). */
export const largestInput = 131_072 - 'INPUT_PLAN='.length - 1

/**
 * Reads a plan that {@link makePlan} made, in this process or another. Throws a {@link UserError} for what is none, was
 * changed into nonsense, or comes from another major version of the suite.
 * @param shown how the plan is called in messages
 */
export function parsePlan(text: string, shown: string, suite: string): Plan {
  const value = parseJson(text, shown)
  const made = typeof value === 'object' && value !== null && 'suite' in value ? value.suite : undefined
  if (typeof made !== 'string') throw new UserError(`${shown} is no plan: give the output \`plan\` of the operation plan, whole.`)
  if (majorOf(made) !== majorOf(suite))
    throw new UserError(
      `${shown} was made by obs-publish ${made}, and this is ${suite}; let every job use the same major version.`,
    )
  const result = v.safeParse(planSchema, value)
  if (!result.success) {
    const [issue] = result.issues
    const where = v.getDotPath(issue) ?? 'it'
    throw refuse(shown, `${where} ${issue.received === 'undefined' ? 'is missing' : `cannot be ${issue.received}`}`)
  }
  const doubt = findDoubt(result.output)
  if (doubt !== undefined) throw refuse(shown, doubt)
  return result.output
}

/** Maps whose keys are the user's own words. */
const foreign = ['replace', 'rpmlint', 'lintian']

/**
 * The same plan with every path of a file or folder changed.
 * @param files only those of small files, which travel with a plan
 */
export function mapPaths(plan: Plan, change: (path: string) => string, files: 'all' | 'small' = 'all'): Plan {
  const keys = files === 'all' ? ['file', 'folder'] : ['file']
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, each]: [string, unknown]) => {
      if (foreign.includes(key)) return [key, each]
      return [key, keys.includes(key) && typeof each === 'string' ? change(each) : visit(each)]
    })
    return Object.fromEntries(entries) as unknown
  }
  return visit(plan) as Plan // texts alone were replaced by texts
}

/** The paths of the small files that a plan names, each once. */
export function listFiles(plan: Plan): readonly string[] {
  const found = new Set<string>()
  mapPaths(plan, (path) => (found.add(path), path), 'small')
  return [...found]
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`${shown} is no JSON (${error instanceof Error ? error.message : String(error)}).`, { cause: error })
  }
}

/** What a shape cannot say: that the parts of a plan are about each other. */
function findDoubt({ cells, packages, builders, architectures }: Plan): string | undefined {
  if (packages.length === 0) return 'it has no package'
  for (const cell of cells) {
    const builder = builders.find(({ name }) => name === cell.builder)
    if (!builder?.architectures.includes(cell.architecture)) return `${cell.builder} does not build for ${cell.architecture}`
    const pkg = packages.find(({ name }) => name === cell.package)
    if (!pkg?.builds.some(({ format }) => format === builder.format))
      return `there is no package ${cell.package} for ${cell.builder}`
    if (!architectures.some(({ obs }) => obs === cell.architecture)) return `${cell.architecture} has no names`
  }
  for (const { name, variants = [] } of packages)
    for (const { builder, format } of variants)
      if (!builders.some((each) => each.name === builder && each.format === format))
        return `${name} differs in ${builder}, and no builder of ${format}s is called so`
  const idle = packages.find(({ name }) => !cells.some((cell) => cell.package === name))
  return idle === undefined ? undefined : `nothing builds ${idle.name}`
}

function refuse(shown: string, reason: string): UserError {
  return new UserError(`${shown} was changed after it was made: ${reason}; make it again by the operation plan.`)
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? ''
}
