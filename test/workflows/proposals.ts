import type { WorkflowRun } from '../support/act.js'
import type { RepositoryStandIn } from '../support/repository-stand-in.js'
import type { Project } from './project.js'

// GitHub starts a run for each pull request and each merge; act starts none, so tests do, with the files that the stand-in of
// GitHub was given.

/** The repository of an event, as far as the workflows read it. */
export const repository = { default_branch: 'main' }

/** A pull request that workflows have opened. */
export interface Proposal {
  readonly number: number
  readonly title: string
  readonly body: string
  /** What it makes of its file. */
  readonly content: string
}

/** Opens the newest pull request: what it proposes of a file, checked out as GitHub has it. */
export async function openNewest(
  project: Project,
  { proposals, branches }: RepositoryStandIn,
  file = 'promotion.yaml',
): Promise<Proposal> {
  const { number = 0, title = '', body = '', head = '' } = proposals.at(-1) ?? {}
  const content = branches.get(head)?.get(file)?.toString() ?? ''
  await project.propose({ [file]: content })
  return { number, title, body, content }
}

/** Merges a pull request of promotion.yaml, and runs what the push to main starts. */
export async function merge(
  project: Project,
  github: RepositoryStandIn,
  { number, content }: Pick<Proposal, 'number' | 'content'>,
): Promise<WorkflowRun> {
  await project.merge()
  github.branches.get('main')?.set('promotion.yaml', Buffer.from(content))
  for (const proposal of github.proposals) if (proposal.number === number) proposal.state = 'closed'
  const payload = { ref: 'refs/heads/main', after: '1'.repeat(40), deleted: false, repository }
  return project.ask('promotion', github, { event: 'push', payload })
}
