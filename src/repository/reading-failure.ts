import { describeError, ServiceError, ToolError, WorkError } from '../error.js'
import { formatSize, TooLargeError } from '../host/measure.js'
import type { Observation } from './published-repository.js'

/**
 * What a failure to read a part of a repository is told as; throws it again when it is no such failure, but a program that
 * is missing or a fault of ours. One bad file is one bad row, never the loss of the others.
 * @param named the file, to begin the sentence
 */
export function observeFailure(subject: string, named: string, error: unknown): Observation {
  if (error instanceof ServiceError)
    return { subject, state: 'unsound', told: `${named} cannot be had: ${error.message}`, unavailable: error.retriable }
  if (error instanceof TooLargeError)
    return { subject, state: 'unsound', told: `${named} is larger than ${formatSize(error.limit)}, the most that is read` }
  if (error instanceof WorkError || (error instanceof ToolError && error.code !== undefined))
    return { subject, state: 'unsound', told: `${named} ${describeError(error, '')}` }
  throw error
}
