import type { PackageEntry } from '../repository/published-repository.js'
import type { ExpectedCell, Format } from './request.js'

/** An expected cell with what the repository has of it. */
export interface Cell {
  readonly format: Format
  readonly subject: string
  readonly expected: ExpectedCell
  /** The index's entry, or a sentence that says why there is none. */
  readonly entry: PackageEntry | string
  /** The downloaded package; undefined when it is not there or was not asked for. */
  readonly file: string | undefined
}
