import type { Clock } from '../host/clock.js'
import type { Cell } from '../plan/plan.js'
import { judgeCell, type Facts, type Question, type Standing } from './judgement.js'
import type { Osc } from './osc.js'
import type { Revision } from './push.js'
import { askQuestions, noAnswers, readResults } from './question.js'
import { RefusalClock } from './refusal-clock.js'
import { nameCell, nameRepository, packageOf, type CellResult, type ResultTable } from './result.js'
import { webLink } from './web-link.js'

/** Looks once at every cell. */
export type Observe = () => Promise<readonly CellResult[]>

/** What is looked at. */
export interface Observed {
  readonly project: string
  readonly cells: readonly Cell[]
  readonly revisions: readonly Revision[]
  /** Whether a plan wants every cell; see {@link Facts}. */
  readonly planned: boolean
  /** The instance's API, for links to its web pages. */
  readonly apiurl?: string | undefined
}

/** Questions build on each other: job, source, isAggregate. */
const mostRounds = 4

/**
 * Makes the one function that tells how the cells of some revisions stand. A look asks for the result list of the project,
 * for one job history of each repository and architecture with builds that it does not know yet, and for what single cells
 * leave open, each once; nothing is asked of a cell whose build is known to be of these sources.
 */
export function observer({ project, cells, revisions, planned, apiurl: given }: Observed, osc: Osc, clock: Clock): Observe {
  const byPackage = new Map(revisions.map((revision) => [revision.package, revision]))
  const final = new Map<string, Standing>()
  const refusals = new RefusalClock(clock)
  return async () => {
    const open = cells.filter((cell) => !final.has(nameCell(cell)))
    const asked = open.filter((cell) => byPackage.get(packageOf(cell.package))?.containers === undefined)
    const table: ResultTable = asked.length === 0 ? new Map() : await readResults(project, asked, osc)
    const answers = noAnswers()
    const standings = new Map(final)
    let undecided: readonly Cell[] = open
    for (let round = 0; round <= mostRounds && undecided.length > 0; round++) {
      const questions = new Map<Question, Cell[]>()
      for (const cell of undecided) {
        const key = nameCell(cell)
        const row = table.get(nameRepository(cell))
        const { refusedFor, resolution } = refusals.look(cell, row)
        const facts: Facts = {
          project,
          planned,
          row,
          revision: byPackage.get(packageOf(cell.package)),
          refusedFor,
          resolution: answers.resolutions.get(key) ?? resolution,
          isListed: answers.listed.get(nameRepository(cell)),
          job: answers.jobs.get(key),
          source: answers.sources.get(packageOf(cell.package)),
          isAggregate: answers.aggregates.get(packageOf(cell.package)),
        }
        const verdict = judgeCell(cell, facts)
        if (typeof verdict === 'string') (questions.get(verdict) ?? newList(questions, verdict)).push(cell)
        else standings.set(key, verdict)
        if (typeof verdict === 'object' && verdict.final === true) final.set(key, verdict)
      }
      await askQuestions(project, questions, answers, osc)
      for (const cell of questions.get('resolution') ?? []) {
        const resolution = answers.resolutions.get(nameCell(cell))
        if (resolution !== undefined) refusals.keep(cell, resolution)
      }
      undecided = [...questions.values()].flat()
    }
    const apiurl = given ?? (await osc.account()).apiurl
    return cells.map((cell): CellResult => {
      const link = `osc remotebuildlog ${project} ${cell.package} ${cell.builder} ${cell.architecture}`
      const { state, code, reason } = standings.get(nameCell(cell)) ?? unknown
      return { ...cell, state, code, reason, link, ...webLink(apiurl, project, cell) }
    })
  }
}

function newList(questions: Map<Question, Cell[]>, question: Question): Cell[] {
  const list: Cell[] = []
  questions.set(question, list)
  return list
}

const unknown: Standing = { state: 'pending', code: 'unknown', reason: 'OBS changes too fast to be judged' }
