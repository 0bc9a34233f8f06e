import { ServiceError, UserError } from '../error.js'
import { mapInParallel } from '../host/parallel.js'
import type { Cell } from '../plan/plan.js'
import { readLastJobs, type Job } from './job-history.js'
import type { Question, Resolution } from './judgement.js'
import { apiPath, readXml, type Osc } from './osc.js'
import { packageQuery } from './package-query.js'
import { nameCell, nameRepository, packageOf, readResultTable, type ResultTable } from './result.js'
import { readSourceInfos, type SourceInfo } from './source-info.js'
import { childOf, childrenOf, parseXml } from '../xml.js'

/** What OBS answered in one look, besides the result list. */
export interface Answers {
  /** By `repository/architecture`. */
  readonly listed: Map<string, boolean>
  /** By the cell's name. */
  readonly jobs: Map<string, Job | null>
  readonly resolutions: Map<string, Resolution>
  /** By package. */
  readonly sources: Map<string, SourceInfo | null>
  readonly aggregates: Map<string, boolean>
}

export function noAnswers(): Answers {
  return { listed: new Map(), jobs: new Map(), resolutions: new Map(), sources: new Map(), aggregates: new Map() }
}

/** Reads how the packages of some cells stand in every repository of a project, in one request. */
export async function readResults(project: string, cells: readonly Cell[], osc: Osc): Promise<ResultTable> {
  const packages = [...new Set(cells.map((cell) => packageOf(cell.package)))]
  const flavours = cells.some((cell) => cell.package.includes(':'))
  const narrowed = packageQuery(packages)
  const query = flavours && narrowed.length > 0 ? [...narrowed, ['multibuild', '1'] as const] : narrowed
  const missing = `OBS has no project ${project}, or not all of ${packages.join(', ')} in it, as far as the account may see; run obs-provision, or check the names.`
  const text = await osc.read(apiPath(['build', project, '_result'], query))
  if (text === undefined) throw new UserError(missing)
  return readResultTable(text)
}

/** Asks what cells leave open, each thing once for all cells that want it, and adds it to the answers. */
export async function askQuestions(
  project: string,
  questions: ReadonlyMap<Question, readonly Cell[]>,
  answers: Answers,
  osc: Osc,
): Promise<void> {
  const cellsFor = (question: Question) => questions.get(question) ?? []
  const packagesFor = (question: Question) => [...new Set(cellsFor(question).map((cell) => packageOf(cell.package)))]
  if (cellsFor('isListed').length > 0) {
    const listed = await readRepositories(project, osc)
    for (const cell of cellsFor('isListed')) answers.listed.set(nameRepository(cell), listed.has(nameRepository(cell)))
  }
  const built = cellsFor('job')
  if (built.length > 0) {
    const jobs = await readLastJobs(project, built, osc)
    for (const cell of built) answers.jobs.set(nameCell(cell), jobs.get(nameCell(cell)) ?? null)
  }
  const packages = packagesFor('source')
  if (packages.length > 0) {
    const sources = await readSourceInfos(project, packages, osc)
    for (const name of packages) answers.sources.set(name, sources?.get(name) ?? null)
  }
  await mapInParallel(cellsFor('resolution'), 4, async (cell) => {
    answers.resolutions.set(nameCell(cell), await readResolution(project, cell, osc))
  })
  await mapInParallel(packagesFor('isAggregate'), 4, async (name) => {
    const files = await osc.read(apiPath(['source', project, name]))
    const entries = files === undefined ? [] : childrenOf(parseXml(files), 'entry')
    answers.aggregates.set(
      name,
      entries.some(({ attributes }) => attributes['name'] === '_aggregate'),
    )
  })
}

/** The `repository/architecture` pairs of a project's _meta: a result list may lack one that exists. */
async function readRepositories(project: string, osc: Osc): Promise<ReadonlySet<string>> {
  const meta = await readXml(osc, apiPath(['source', project, '_meta']), `OBS has no project ${project}; run obs-provision.`)
  return new Set(
    childrenOf(meta, 'repository').flatMap((repository) =>
      childrenOf(repository, 'arch').map(({ text }) => `${repository.attributes['name'] ?? ''}/${text}`),
    ),
  )
}

/** Has OBS resolve a build now, of the sources that it has now. */
async function readResolution(project: string, { builder, architecture, package: name }: Cell, osc: Osc): Promise<Resolution> {
  const path = apiPath(['build', project, builder, architecture, name, '_buildinfo'])
  try {
    const text = await osc.read(path)
    // A package that is gone is refused for good.
    if (text === undefined) return { srcmd5: '', error: 'OBS does not know it' }
    const info = parseXml(text)
    return { srcmd5: childOf(info, 'srcmd5')?.text ?? '', error: childOf(info, 'error')?.text ?? '' }
  } catch (error) {
    // Without a recipe there is nothing to resolve, and the answer is a 400.
    if (error instanceof ServiceError && error.status === 400) return { srcmd5: '', error: error.message }
    throw error
  }
}
