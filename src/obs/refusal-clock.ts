import type { Clock } from '../host/clock.js'
import type { Cell } from '../plan/plan.js'
import type { Resolution } from './judgement.js'
import { classifyCode, isSettled, nameCell, type RepositoryRow } from './result.js'

/** Remembers since when OBS refuses cells in the same words, and what it said when it was asked why. */
export class RefusalClock {
  readonly #clock: Clock
  readonly #known = new Map<string, { words: string; since: number; resolution?: Resolution }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Tells for how long, in milliseconds, a cell is refused on a repository at rest; 0 when it is not. */
  look(cell: Cell, row: RepositoryRow | undefined): { refusedFor: number; resolution: Resolution | undefined } {
    const key = nameCell(cell)
    const status = row?.packages.get(cell.package)
    if (row === undefined || status === undefined || classifyCode(status.code) !== 'refused' || !isSettled(row)) {
      this.#known.delete(key)
      return { refusedFor: 0, resolution: undefined }
    }
    const words = `${status.code} ${status.details}`
    let known = this.#known.get(key)
    if (known?.words !== words) {
      known = { words, since: this.#clock.now() }
      this.#known.set(key, known)
    }
    return { refusedFor: this.#clock.now() - known.since, resolution: known.resolution }
  }

  /** Keeps what OBS said of a refusal that it stands by: it holds as long as the words do. */
  keep(cell: Cell, resolution: Resolution): void {
    const known = this.#known.get(nameCell(cell))
    if (known !== undefined && resolution.error !== '') known.resolution = resolution
  }
}
