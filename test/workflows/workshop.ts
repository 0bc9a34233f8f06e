import { expect } from '@jest/globals'
import type { WorkflowRun } from '../support/act.js'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, rebuiltJobs, type Project } from './project.js'
import { projectsOf } from './user-repository.js'

/** The base of the rpm builder: a layer over the sandbox's distribution, which a test can spoil and mend. */
const baseOf = (word: string) => `test:${word}:base`

export const broken = { package: 'hello', builder: 'rpm', architecture: 'aarch64' }
/** A release of hello in the publish project. */
export const container = expect.stringMatching(/^hello\.\d{14}$/)

/** A project of a user on the sandbox, whose rpm builder has a base that can be spoilt. */
export interface Workshop {
  readonly project: Project
  readonly terminal: Terminal
  readonly build: string
  /** The containers in the publish project. */
  readonly published: () => Promise<readonly string[] | undefined>
  /** Makes builds of rpms on aarch64 go wrong by lines of a project config; none make them right again. */
  readonly spoil: (lines: readonly string[]) => Promise<void>
  /** Pushes a tag while the base is spoilt, mends the base, and dispatches the rebuild. */
  readonly breakAndRepair: (version: string, spoilt: readonly string[]) => Promise<Story>
  readonly remove: () => Promise<void>
}

export interface Story {
  readonly failed: WorkflowRun
  /** The report of the first. */
  readonly report: WorkflowRun
  readonly repaired: WorkflowRun
  /** What was published before the first run, between the two, and after. */
  readonly before: readonly string[] | undefined
  readonly between: readonly string[] | undefined
  readonly after: readonly string[] | undefined
}

/** @param nightly inputs of the nightly workflow besides those of all projects */
export async function openWorkshop(nightly: Readonly<Record<string, string>> = {}): Promise<Workshop> {
  const sandbox = readSandbox()
  const terminal = await openTerminal(sandbox)
  const project = await makeProject(sandbox, baseOf, nightly)
  const { build, publish } = projectsOf(project.word, 'stable')
  const base = baseOf(project.word)
  const meta = `<project name="${base}"><title>Base</title><description/><publish><disable/></publish>
<repository name="standard"><path project="openSUSE:Leap:15.6" repository="standard"/><arch>x86_64</arch><arch>aarch64</arch></repository></project>`
  await terminal.osc.change('PUT', `/source/${base}/_meta`, { text: meta })
  const configureBase = (lines: readonly string[]) =>
    terminal.osc.change('PUT', `/source/${base}/_config`, { text: `${lines.join('\n')}\n` })
  const published = () => terminal.packages(publish)
  const spoil = async (lines: readonly string[]) => {
    await configureBase(lines.length === 0 ? [] : ['%ifarch aarch64', ...lines, '%endif'])
  }
  return {
    project,
    terminal,
    build,
    published,
    spoil,
    async breakAndRepair(version, spoilt) {
      const before = await published()
      await spoil(spoilt)
      const { run: failed, report } = await project.pushTagAndReport(version)
      const between = await published()
      await spoil([])
      const repaired = await project.rebuild(version)
      return { before, failed, report, between, repaired, after: await published() }
    },
    async remove() {
      await project.remove()
      await terminal.close()
    },
  }
}

/** What a run looks like whose wait found the one cell broken. */
export function expectBroken(run: WorkflowRun, build: string, reason: RegExp): void {
  const start = `1 of 4 builds in ${build} failed: hello rpm/aarch64 (`
  const end = '). Nothing was released; obs-rebuild restarts them.'
  const jobs = { plan: 'success', 'package (hello)': 'success', push: 'success', wait: 'failure' } as const
  expectRun(run, jobs, [expect.stringContaining(end)])
  const [{ message } = { message: '' }] = run.annotations.filter(({ level }) => level === 'error')
  expect(message.slice(0, start.length)).toBe(start)
  expect(message.slice(start.length, -end.length)).toMatch(reason)
  expect(run.outputs['wait.wait']).toMatchObject({ state: 'failed', failed: JSON.stringify([broken]) })
}

export function expectRepaired(run: WorkflowRun): void {
  expectRun(run, rebuiltJobs)
  expect(run.outputs['wait.wait']).toMatchObject({ state: 'succeeded', failed: '[]' })
  expect(run.outputs['release.release']).toMatchObject({ changed: 'true' })
  for (const builder of ['deb', 'rpm']) expect(run.outputs[`verify (${builder}).verify`]).toMatchObject({ state: 'succeeded' })
}
