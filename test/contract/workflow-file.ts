import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export type Text = Readonly<Record<string, string>>
export type Declared = Readonly<Record<string, Readonly<{ required?: boolean; default?: unknown }> | null>>

export interface Step {
  readonly id?: string
  readonly uses?: string
  readonly with?: Text
}

export interface Job {
  readonly uses?: string
  readonly concurrency?: object
  readonly with?: Text
  readonly secrets?: Text
  readonly needs?: string | readonly string[]
  readonly outputs?: Text
  readonly steps?: readonly Step[]
  readonly permissions?: object
  readonly 'timeout-minutes'?: number
}

export interface Workflow {
  readonly on: Readonly<Record<string, Readonly<{ inputs?: Declared; secrets?: Declared; outputs?: object }> | null>>
  readonly permissions?: object
  readonly jobs: Readonly<Record<string, Job>>
}

export const own = 'obs-publish/obs-publish/'
export const [reusableFolder, callerFolder] = ['.github/workflows', 'examples/workflows']

// The schema is act's to check (below); these types say no more than GitHub's documentation does.
export const readYaml = (file: string) => parse(readFileSync(file, 'utf8')) as unknown
export const readWorkflow = (file: string) => readYaml(file) as Workflow
export const readAction = (folder: string) => readYaml(join(folder, 'action.yml')) as { inputs?: Declared; outputs?: Declared }

export const list = (folder: string) => readdirSync(folder).map((name) => join(folder, name))
export const callers = [...list(callerFolder), 'examples/cri-o/workflow.yml']
export const files = [...list(reusableFolder), ...callers]
export const reusable = files.filter((file) => readWorkflow(file).on['workflow_call'])

export const jobsOf = (file: string) => Object.entries(readWorkflow(file).jobs)
export const stepsOf = (file: string) => jobsOf(file).flatMap(([, job]) => job.steps ?? [])

/** The folder of an own action, or the file of an own workflow, that a step or a job uses. */
export const ownAction = (uses: string | undefined) =>
  uses?.startsWith('$/')
    ? `./${uses.slice(2)}`
    : uses?.startsWith(own)
      ? `./${uses.slice(own.length).replace(/@.*/, '')}`
      : undefined

/** What the jobs of a workflow, and of those that it calls, ask for. */
export function listPermissions(file: string): readonly string[] {
  return jobsOf(file).flatMap(([, { uses, permissions = {} }]) => [
    ...Object.entries(permissions).map(([name, right]) => `${name}: ${String(right)}`),
    ...[ownAction(uses)].flatMap((called) => (called === undefined ? [] : listPermissions(called))),
  ])
}
