import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { runWorkflow, stageSuite, type WorkflowRequest, type WorkflowRun } from '../support/act.js'
import { nameContainers } from '../obs/live.js'
import { servePrograms, type Programs } from './programs.js'
import { makeUserRepository, projectsOf, workflowOf, type Caller } from './user-repository.js'

/** The jobs of a run that publishes. */
export const publishedJobs = {
  plan: 'success',
  'package (hello)': 'success',
  push: 'success',
  wait: 'success',
  release: 'success',
  'verify (deb)': 'success',
  'verify (rpm)': 'success',
  end: 'success',
  report: 'success',
} as const

/** The jobs of a rebuild that publishes. */
export const rebuiltJobs = {
  plan: 'success',
  push: 'success',
  wait: 'success',
  release: 'success',
  'verify (deb)': 'success',
  'verify (rpm)': 'success',
  end: 'success',
  report: 'success',
} as const

/** A user's project on GitHub, as far as the workflows see it: a repository, a download server, an account on OBS. */
export interface Project {
  /** Unlike that of any other project. */
  readonly word: string
  readonly programs: Programs
  pushTag(tag: string): Promise<WorkflowRun>
  night(): Promise<WorkflowRun>
  /** Without a version it is the one that is built. */
  rebuild(version?: string): Promise<WorkflowRun>
  remove(): Promise<void>
}

export type Account = Pick<Sandbox, 'apiurl' | 'downloadUrl' | 'username' | 'password'>

/** Sets up a project; `rpmBase` says on what its rpms are based, from the project's word. */
export async function makeProject(account: Account, rpmBase?: (word: string) => string): Promise<Project> {
  const word = `w${randomBytes(4).toString('hex')}`
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-project-'))
  const [suite, repository] = [join(folder, 'suite'), join(folder, 'hello')]
  await mkdir(repository)
  await stageSuite(suite)
  for (const channel of ['stable', 'dev', 'nightly']) await nameContainers('single', projectsOf(word, channel).publish)
  const programs = await servePrograms()
  // Two workflows are told by their inputs where OBS is, the third by the config.
  const own = { apiurl: account.apiurl, 'repository-url': account.downloadUrl, 'poll-interval': '1s', compression: 'fast' }
  await makeUserRepository(repository, {
    word,
    programs: programs.url,
    apiurl: account.apiurl,
    downloadUrl: account.downloadUrl,
    ...(rpmBase === undefined ? {} : { rpmBase: rpmBase(word) }),
    inputs: {
      release: own,
      nightly: { ...own, version: `${programs.url}/latest.txt` },
      rebuild: { 'poll-interval': '1s' },
    },
  })
  const start = (caller: Caller, request: Pick<WorkflowRequest, 'event' | 'payload' | 'inputs'>) =>
    runWorkflow({
      ...request,
      repository,
      workflow: workflowOf(caller),
      suite,
      secrets: { OBS_PASSWORD: account.password },
      variables: { OBS_USERNAME: account.username },
    })
  return {
    word,
    programs,
    pushTag: (tag) => start('release', { event: 'push', payload: tagPush(tag) }),
    night: () => start('nightly', { event: 'schedule' }),
    rebuild: (version = '') => start('rebuild', { event: 'workflow_dispatch', inputs: { version } }),
    async remove() {
      await programs.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function tagPush(tag: string): object {
  return { ref: `refs/tags/${tag}`, after: '1'.repeat(40), deleted: false, repository: { default_branch: 'main' } }
}

/** Compares how a run went, its errors included; shows its log when it went another way. */
export function expectRun(run: WorkflowRun, jobs: Readonly<Record<string, 'success' | 'failure'>>, errors: unknown[] = []): void {
  const failed = Object.values(jobs).includes('failure')
  const told = run.annotations.flatMap(({ level, message }) => (level === 'error' ? [message] : []))
  try {
    expect({ code: run.code, jobs: run.jobs, errors: told }).toEqual({ code: failed ? 1 : 0, jobs, errors })
  } catch (error) {
    const lines = run.log.split('\n').slice(-200).join('\n')
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\nThe end of the run's log:\n${lines}`, {
      cause: error,
    })
  }
}
