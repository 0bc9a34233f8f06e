import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { artifactInput, instanceInput, planInputs, pollInterval, requestTimeout } from '../declaration/common.js'
import { boolean, choice, duration, integer, list, path, text, type InputValues } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError, WorkError } from '../error.js'
import { readPlace } from '../github/place.js'
import { commentOnPull } from '../github/pull-comment.js'
import { exists, writeWhole } from '../host/file.js'
import { withWorkspace } from '../host/workspace.js'
import { openOsc } from '../obs/osc.js'
import { readCommit } from '../project/checkout.js'
import { uploadFile } from '../project/file-artifact.js'
import { openBinaries } from '../project/binaries-folder.js'
import { openPlanner, resolvePlan } from '../project/planning.js'
import { uploadRows } from '../project/row-file.js'
import { readKey } from '../project/trusted-key.js'
import { applyList } from '../promotion/list-application.js'
import { reviewList } from '../promotion/list-review.js'
import { chooseVersions, parsePromotion } from '../promotion/promotion.js'
import { describeProject, listChanges, listGrounds, listProblems, type PromotionChange } from '../promotion/promotion-change.js'
import { emptyPromotion } from '../promotion/promotion-text.js'
import type { PublicationTools } from '../promotion/promotion-effect.js'
import { recordPlan, yankVersion } from '../promotion/recording.js'
import { renderPromotion, type RenderedPromotion } from '../report/promotion-table.js'
import { concludeResults } from '../verify/baseline.js'
import { chooseChecks, chooseInstall } from '../verify/check-choice.js'
import type { CheckResult } from '../verify/request.js'
import { publishTimeout } from './obs-release.js'
import { installText, verificationInputs } from './verify-repo.js'

const inputs = {
  ...planInputs,
  ...instanceInput,
  mode: choice(['record', 'check', 'apply'], {
    default: 'check',
    description:
      'record writes what is built of the version into the file; check says what the file changes on OBS, and proves it; apply makes it come true.',
  }),
  file: path({ default: 'promotion.yaml', description: 'The list of what is published, in the checkout.' }),
  project: text({ description: 'With check and apply: only what is published in this OBS project. Default: every one.' }),
  prove: boolean({
    default: 'true',
    description:
      'With check: whether what would be published is brought here, compared with the file and verified; else only what changes is told.',
  }),
  from: text({
    description:
      'With record: the channel that publishes the version already, from which its packages are taken as they are. Default: the build project.',
  }),
  yanked: text({
    description: 'With record: why the version is withdrawn from its channel. Default: it is recorded to be published.',
  }),
  sources: path({
    description:
      'The source directories of the version, to compare the programs with. Default: the programs are fetched as the config says.',
  }),
  binaries: path({
    description: "A folder with <architecture>/<binary> to compare with, instead of the config's sources.",
  }),
  'repository-url': verificationInputs['repository-url'],
  key: verificationInputs.key,
  'other-hosts': verificationInputs['other-hosts'],
  'origin-url': verificationInputs['origin-url'],
  checks: verificationInputs.checks,
  unproved: verificationInputs.unproved,
  'verify-install': list({ default: 'all', description: installText }),
  'verify-timeout': duration('10m', { description: 'How long a download network may need until everything agrees.' }),
  timeout: publishTimeout,
  'poll-interval': pollInterval,
  ...requestTimeout,
  'pull-request': integer({
    default: '0',
    description: 'The number of a pull request to say the outcome in, in one comment; 0 for none.',
  }),
  repository: text({ description: 'Where the pull request is, as owner/name. Default: the repository of the workflow.' }),
  token: text({
    secret: true,
    actionDefault: '${{ github.token }}',
    description:
      'With `pull-request`, a token that may comment: that of the job after `permissions: { pull-requests: write }`. A command takes the variable GITHUB_TOKEN by default.',
  }),
  'file-artifact': artifactInput('With record: upload the file under this name, for open-pull-request in another job.'),
  artifact: artifactInput('Upload how the channels stand under this name, for status-page.'),
} as const

type Given = InputValues<typeof inputs>

/** Decides by a file in the project's repository what is published. */
export const promote = operation({
  name: 'promote',
  summary: 'Record what is built in a file that is reviewed, say what the file changes on OBS, or make it come true.',
  inputs,
  outputs: {
    version: output('With record: the version.'),
    channel: output('With record: its channel.'),
    commit: output('With record: the commit of the checkout, for open-pull-request.'),
    changes: output<readonly PromotionChange[]>(
      'A row for each version and package that appears or disappears, as JSON: action, channel, minor, version, package, project, files (BUILDER/ARCHITECTURE/FILE), from, reason, instead.',
    ),
    projects: output<readonly string[]>('The OBS projects in which something appears or disappears, as JSON.'),
    changed: output<boolean>('Whether the file (record) or anything on OBS (apply) is another now, or would be (check).'),
    problems: output<readonly string[]>('Why nothing was done, a sentence each, as JSON.'),
    unlisted: output<readonly string[]>('What is published and not in the file, as JSON: PROJECT/CONTAINER.'),
    grounds: output<readonly string[]>(
      "Where what is to be published was verified, a sentence each, as JSON: in the build project's own repository, where it is published, else on the binaries.",
    ),
    report: output<readonly CheckResult[]>(
      'A row for each check of what is published or to be, as JSON that schema/verify-report.schema.json describes.',
    ),
    body: output('What a person decides by, as Markdown: the text of a pull request.'),
  },
  resumption: 'what was changed on OBS stays, and the same command does the rest of the list',
  async run({ inputs: given, host, set }) {
    const file = resolve(host.directories.work, given.file)
    const written = (await exists(file)) ? await readFile(file, 'utf8') : undefined
    await withWorkspace(host, async (folder) => {
      await (given.mode === 'record' ? record : enact)(given, { path: file, text: written }, { folder, host }, set)
    })
  },
  report: ({ body }) => showOutput(body),
})

type Set = (outputs: {
  commit?: string
  version?: string
  channel?: string
  projects?: readonly string[]
  changes?: readonly PromotionChange[]
  changed?: boolean
  problems?: readonly string[]
  unlisted?: readonly string[]
  grounds?: readonly string[]
  report?: readonly CheckResult[]
  body?: string
}) => void

/** Where a run works. */
type Place = Pick<PublicationTools, 'folder' | 'host'>

interface Listed {
  readonly path: string
  readonly text: string | undefined // undefined when there is no file yet
}

async function openTools(given: Given, apiurl: string, { folder, host }: Place): Promise<PublicationTools> {
  const { checks, install } = chooseInstall(chooseChecks(given.checks), given['verify-install'], 'verify-install')
  const sources = given.sources === undefined ? undefined : resolve(host.directories.work, given.sources)
  const binaries = await openBinaries(given.binaries, host)
  const repositoryUrl = given['repository-url']
  const otherHosts = given['other-hosts']
  const verification = { checks, install, timeout: given['verify-timeout'], sources, binaries, repositoryUrl, otherHosts }
  return {
    osc: openOsc(host, { apiurl, timeout: given['request-timeout'] }),
    host,
    folder,
    verification,
    proof: { ...verification, key: await readKey(given.key, host), originUrl: given['origin-url'] },
    timeout: given.timeout,
    interval: given['poll-interval'],
  }
}

/** Writes a version into the file. */
async function record(given: Given, { path: file, text: before = emptyPromotion }: Listed, at: Place, set: Set) {
  const { host } = at
  if (given.plan !== undefined && given.from !== undefined)
    throw new UserError('Inputs `plan` and `from` exclude each other: where the other channel publishes is said by the config.')
  const promotion = parsePromotion(given.file, before)
  const plan = await resolvePlan(given, host)
  const packages = plan.packages.map(({ name }) => name)
  const from =
    given.from === undefined ? undefined : (await openPlanner(given, host)).planOf(plan.version.upstream, given.from, packages)
  set({ version: plan.version.upstream, channel: plan.channel, commit: await readCommit(host) })
  const outcome =
    given.yanked === undefined
      ? await recordPlan(plan, from, promotion, before, await openTools(given, plan.apiurl, at))
      : yankVersion(plan, given.yanked, promotion, before)
  const report = concludeResults(outcome.results, given.unproved, undefined)
  const problems = report
    .filter(({ passed }) => !passed)
    .map(({ check, subject, evidence }) => `${subject}, ${check}: ${evidence}`)
  const changed = problems.length === 0 && outcome.text !== before
  const rendered = { ...outcome, problems, unlisted: [], mode: given.mode, done: true, report }
  set({ changes: outcome.changes, changed, problems, grounds: outcome.grounds, report, body: renderPromotion(rendered) })
  if (problems.length > 0)
    throw new WorkError(`Nothing was recorded, because what is built did not pass: ${problems.slice(0, 5).join('; ')}.`)
  if (changed) await writeWhole(file, outcome.text)
  if (given['file-artifact'] !== undefined) await uploadFile(given['file-artifact'], given.file, file, host)
  host.log.info(changed ? `${given.file} is written` : `${given.file} says so already`)
}

/** Says what the file changes on OBS, or makes it come true. */
async function enact(given: Given, { path: file, text: content }: Listed, at: Place, set: Set) {
  const { host } = at
  const { place, problems: wrong } = readPlace(given, 'pull-requests: write', host)
  const number = given['pull-request']
  if (number > 0 && wrong.length > 0) throw new UserError(wrong.map((message) => ({ message })))
  if (given.plan !== undefined)
    throw new UserError(`Input \`plan\` is for mode record; ${given.mode} takes the versions from the file.`)
  if (given.packages.length > 0 || given.from !== undefined || given.yanked !== undefined)
    throw new UserError('Inputs `packages`, `from` and `yanked` are for mode record; the file says what is published.')
  if (content === undefined)
    throw new UserError(`There is no ${file}; record a version first, or give its path by the input \`file\`.`)
  const promotion = parsePromotion(given.file, content)
  const isWanted = chooseVersions(promotion, given)
  const { planOf, apiurl } = await openPlanner(given, host)
  const tools = await openTools(given, apiurl, at)
  const isProved = given.prove || given.mode === 'apply'
  const projects = await reviewList(promotion, planOf, { isWanted, project: given.project, isProved }, tools)
  const changes = listChanges(projects)
  const common = {
    changes,
    projects: [...new Set(changes.map(({ project }) => project))],
    problems: listProblems(projects),
    unlisted: projects.flatMap(({ project, unlisted }) => unlisted.map(({ name }) => `${project}/${name}`)),
  }
  const conclude = (results: readonly CheckResult[]) => concludeResults(results, given.unproved, undefined)
  const results = projects.flatMap(({ reviews }) => reviews.flatMap((review) => review.results))
  let proof = { report: conclude(results), grounds: listGrounds(projects) }
  let [isChanged, isDone] = [false, false]
  const tell = () => {
    const body = renderPromotion({ ...common, ...proof, mode: given.mode, done: isDone } satisfies RenderedPromotion)
    set({ ...common, ...proof, changed: given.mode === 'check' ? common.changes.length > 0 : isChanged, body })
    return body
  }
  tell()
  for (const name of common.unlisted) host.log.info(`${name} is published and not in ${given.file}; it is left as it is`)
  if (number > 0) await commentOnPull(number, `promote ${given.file}`, tell(), place, host)
  if (common.problems.length > 0) throw new WorkError(`Nothing was changed on OBS. ${common.problems.slice(0, 10).join(' ')}`)
  if (given.mode === 'apply') {
    await applyList(projects, planOf, tools, conclude, ({ released, withdrawn, results: report }) => {
      isChanged = withdrawn.length > 0 || released.some(({ changed }) => changed)
      proof = { report, grounds: [] }
      tell()
    })
    isDone = true
    tell()
  }
  if (given.artifact === undefined) return
  const now = new Date(host.clock.now()).toISOString()
  const scope = { isWanted, project: given.project, isProved: false }
  const after = given.mode === 'apply' ? await reviewList(promotion, planOf, scope, tools) : projects
  const rows = after.map((each) => describeProject(each, now))
  await uploadRows(given.artifact, rows, host)
}
