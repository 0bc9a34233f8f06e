import type { Location } from '../error.js'

/** Where an operation tells a person what it does; the two doors write it in their own way. */
export interface Log {
  /** Details that only a debugging person wants. */
  debug(message: string): void
  /** One line of progress. */
  info(message: string): void
  /**
   * How far something is, told as often as it changes: a line that the next one replaces on a terminal, and in a log one line
   * in ten seconds at most. What is to stay is told by `info`; an empty one ends the line.
   */
  status(message: string): void
  /** Something that the person should see, though nothing failed. */
  warning(message: string, at?: Location): void
  /** A failure. */
  error(message: string, at?: Location): void
  /** Runs a step under a heading; the heading is closed also when the step fails. */
  group<T>(title: string, step: () => Promise<T>): Promise<T>
  /** From now on no door shows this text. */
  mask(secret: string): void
}
