import type { Plan } from './plan.js'

const infix = ':pr:'

/** The throw-away project in which the packages of a pull request are built. */
export function projectOf(buildProject: string, number: number): string {
  return `${buildProject}${infix}${number}`
}

/** Whether a project is called as that of a pull request. */
export function isPullRequestProject(name: string): boolean {
  return /[^:]:pr:[1-9]\d*$/.test(name)
}

/**
 * The plan that builds a pull request: in a project of its own, from which nothing is published and over which nobody is
 * given rights.
 */
export function planPullRequest(plan: Plan, number: number): Plan {
  const buildProject = projectOf(plan.buildProject, number)
  return { ...plan, pullRequest: number, buildProject, publishProject: undefined, maintainers: [] }
}

/** What a pull request may decide, and what it must not. */
export interface Terms {
  readonly number: number
  readonly buildProject: string
  readonly apiurl: string
}

/**
 * What is wrong with a plan that a pull request has made, whose author may have written anything into it; a sentence for each.
 */
export function judgePullRequest(plan: Plan, { number, buildProject, apiurl }: Terms): readonly string[] {
  const project = projectOf(buildProject, number)
  const address = (url: string) => url.replace(/\/+$/, '')
  return [
    plan.pullRequest !== number && `it is of pull request ${plan.pullRequest ?? 'none'}, not ${number}`,
    plan.buildProject !== project && `it builds in ${plan.buildProject}, not ${project}`,
    plan.publishProject !== undefined && `it publishes from ${plan.publishProject}`,
    plan.maintainers.length > 0 && `it gives ${plan.maintainers.join(', ')} rights over the project`,
    address(plan.apiurl) !== address(apiurl) && `it goes to ${plan.apiurl}, not ${apiurl}`,
  ].filter((problem) => problem !== false)
}
