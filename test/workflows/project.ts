import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { startArtifactService } from '../support/artifact-service.js'
import { continueRun } from '../support/continuation.js'
import { runWorkflow, stageSuite, type WorkflowRequest, type WorkflowRun } from '../support/act.js'
import { nameContainers } from '../obs/live.js'
import { servePrograms, type Programs } from './programs.js'
import type { Pages } from './pages.js'
import { makeUserRepository, projectsOf, workflowOf, type Caller } from './user-repository.js'

/** From the first change on OBS to the report. */
const changingJobs = {
  push: 'success',
  wait: 'success',
  release: 'success',
  'verify (deb)': 'success',
  'verify (rpm)': 'success',
  end: 'success',
  report: 'success',
} as const

/** The jobs of a run that publishes. */
export const publishedJobs = { plan: 'success', 'package (hello)': 'success', ...changingJobs } as const

/** The jobs of a night that publishes, and keeps its issue. */
export const nightlyJobs = { ...publishedJobs, issue: 'success' } as const

/** The jobs of a rebuild that publishes. */
export const rebuiltJobs = { plan: 'success', ...changingJobs } as const

/** A user's project on GitHub, as far as the workflows see it: a repository, a download server, an account on OBS. */
export interface Project {
  /** Unlike that of any other project. */
  readonly word: string
  readonly programs: Programs
  pushTag(tag: string, until?: string): Promise<WorkflowRun>
  /** The same with statements about what was published. */
  pushAttested(tag: string): Promise<WorkflowRun>
  /** A version that is held back until a time. */
  hold(version: string, salt: string, until: string): Promise<WorkflowRun>
  /** A release that goes on where act ends it: the run, and its report. */
  pushTagAndReport(tag: string): Promise<{ run: WorkflowRun; report: WorkflowRun }>
  /** A night whose issues are kept at this address of an API; with a run that failed the issue comes from the second. */
  night(issues: Issues): Promise<{ run: WorkflowRun; issue: WorkflowRun }>
  /** Without a version it is the one that is built. */
  rebuild(version?: string): Promise<WorkflowRun>
  /** The daily proof of what is published, by the tags of the repository. */
  verify(issues: Issues): Promise<WorkflowRun>
  /** The same, and the page that tells of it. */
  verifyAndTell(issues: Issues, pages: Pages): Promise<WorkflowRun>
  /** Extends the signing key. */
  extendKey(mode: 'check' | 'apply'): Promise<WorkflowRun>
  /** Commits a change of packages.yaml: the commit before it. */
  change(edit: (config: string) => string): Promise<string>
  /** A pull request that changes packages.yaml. */
  rehearse(edit: (config: string) => string): Promise<WorkflowRun>
  /** A workflow that asks GitHub, with the API where it is asked; for pull requests unless the request says otherwise. */
  ask(caller: Caller, api: Issues, request: Partial<WorkflowRequest>): Promise<WorkflowRun>
  /** Commits files on a branch, as a pull request has them, which the next run sees. */
  propose(files: Readonly<Record<string, string>>): Promise<void>
  /** The text of a file of the repository as it is checked out. */
  read(path: string): Promise<string>
  /** Merges what was proposed. */
  merge(): Promise<void>
  /** The newest commit. */
  head(): Promise<string>
  /** Makes a tag in the repository, which starts nothing. */
  tag(name: string): Promise<void>
  remove(): Promise<void>
}

/** Where a workflow run keeps its issues. */
export interface Issues {
  readonly api: string
  readonly token: string
}

export type Account = Pick<Sandbox, 'apiurl' | 'downloadUrl' | 'username' | 'password'>

/**
 * Sets up a project.
 * @param rpmBase on what its rpms are based, from the project's word
 * @param nightly inputs of its nightly workflow besides those of all projects
 */
export async function makeProject(
  account: Account,
  rpmBase?: (word: string) => string,
  nightly: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const word = `w${randomBytes(4).toString('hex')}`
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-project-'))
  const [suite, repository] = [join(folder, 'suite'), join(folder, 'hello')]
  await mkdir(repository)
  await stageSuite(suite)
  for (const channel of ['stable', 'dev', 'nightly']) await nameContainers('single', projectsOf(word, channel).publish)
  const programs = await servePrograms()
  // Two workflows are told by their inputs where OBS is, the third by the config.
  const own = { apiurl: account.apiurl, 'repository-url': account.downloadUrl, 'poll-interval': '1s', compression: 'fast' }
  const proof = { nightly: '', 'repository-url': account.downloadUrl, 'verify-timeout': '20s' }
  const user = await makeUserRepository(repository, {
    word,
    programs: programs.url,
    apiurl: account.apiurl,
    downloadUrl: account.downloadUrl,
    ...(rpmBase === undefined ? {} : { rpmBase: rpmBase(word) }),
    inputs: {
      release: own,
      nightly: { ...own, version: `${programs.url}/latest.txt`, ...nightly },
      rebuild: { 'poll-interval': '1s' },
      verify: proof,
      status: proof,
      keys: { 'repository-url': account.downloadUrl, 'poll-interval': '1s', days: '3650' },
      rehearse: {},
      'pull-request': {},
      'attested-release': own,
      embargo: own,
      'reviewed-release': { ...own, 'record.verify-install': 'none' },
      promotion: {
        ...{ 'check.verify-install': 'none', 'check.repository-url': account.downloadUrl },
        ...{ 'promote.verify-install': 'x86_64', 'promote.repository-url': account.downloadUrl, 'promote.poll-interval': '1s' },
      },
      rollback: {},
      'change-channel': { 'record.verify-install': 'none' },
      'build-pr': {
        ...{ apiurl: account.apiurl, 'poll-interval': '1s', environment: '' },
        project: projectsOf(word, 'nightly').build,
      },
    },
  })
  const prepare = (caller: Caller, request: Partial<WorkflowRequest> & Pick<WorkflowRequest, 'event'>): WorkflowRequest => ({
    ...request,
    repository,
    workflow: workflowOf(caller),
    suite,
    secrets: { OBS_PASSWORD: account.password, ...request.secrets },
    variables: { OBS_USERNAME: account.username, ...request.variables },
  })
  const start = (...request: Parameters<typeof prepare>) => runWorkflow(prepare(...request))
  const startAndGoOn = async (file: string, job: string, request: WorkflowRequest) => {
    const artifacts = await startArtifactService()
    try {
      const run = await runWorkflow({ ...request, artifacts })
      return { run, rest: run.code === 0 ? run : await continueRun({ ...request, artifacts }, run, file, job) }
    } finally {
      await artifacts.close()
    }
  }
  return {
    word,
    programs,
    pushTag: (tag, until) =>
      start('release', { event: 'push', payload: tagPush(tag), ...(until === undefined ? {} : { until }) }),
    pushAttested: (tag) => start('attested-release', { event: 'push', payload: tagPush(tag) }),
    hold: (version, salt, until) =>
      start('embargo', {
        event: 'workflow_dispatch',
        secrets: { EMBARGO_VERSION: version, EMBARGO_SALT: salt },
        variables: { EMBARGO_UNTIL: until },
      }),
    async pushTagAndReport(tag) {
      const request = prepare('release', { event: 'push', payload: tagPush(tag) })
      const { run, rest } = await startAndGoOn('release.yml', 'report', request)
      return { run, report: rest }
    },
    async night({ api, token }) {
      const own = { secrets: { GITHUB_TOKEN: token }, environment: { GITHUB_API_URL: api } }
      const { run, rest } = await startAndGoOn('nightly.yml', 'issue', prepare('nightly', { event: 'schedule', ...own }))
      return { run, issue: rest }
    },
    verify: ({ api, token }) =>
      start('verify', { event: 'schedule', secrets: { GITHUB_TOKEN: token }, environment: { GITHUB_API_URL: api } }),
    verifyAndTell: ({ api, token }, pages) =>
      start('status', {
        event: 'schedule',
        secrets: { GITHUB_TOKEN: token },
        environment: { GITHUB_API_URL: api, STAND_IN_PAGES: pages.folder, STAND_IN_PAGES_URL: pages.url },
      }),
    extendKey: (mode) => start('keys', { event: 'workflow_dispatch', inputs: { mode } }),
    async rehearse(edit) {
      const base = await user.change(edit)
      const payload = {
        number: 7,
        pull_request: { base: { sha: base, ref: 'main' }, head: { sha: '1'.repeat(40), ref: 'change' } },
      }
      // Its sandbox has a build root of its own making, unless it finds the one that this machine has.
      const environment = { OBS_PUBLISH_CACHE: process.env['OBS_PUBLISH_CACHE'] ?? join(homedir(), '.cache', 'obs-publish') }
      return start('rehearse', { event: 'pull_request', payload, environment })
    },
    ask: (caller, { api, token }, request) =>
      start(caller, {
        event: 'pull_request',
        secrets: { GITHUB_TOKEN: token },
        environment: { GITHUB_API_URL: api },
        ...request,
      }),
    change: (edit) => user.change(edit),
    propose: (files) => user.propose(files),
    read: (path) => readFile(join(repository, path), 'utf8'),
    merge: () => user.merge(),
    head: () => user.head(),
    tag: (name) => user.tag(name),
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
