import { ServiceError, ToolError, UserError, WorkError, type Location } from '../error.js'
import { mapInParallel } from '../host/parallel.js'

/**
 * Runs tasks so many at a time to their ends, whatever becomes of the others, and throws all that went wrong as one
 * error: a bug first; then what the user must mend, which names failed checks too; then failed checks; and a service or
 * tool, which may do better next time, last.
 */
export async function mapAll<T, R>(items: readonly T[], limit: number, task: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = await mapInParallel(items, limit, async (item) => {
    try {
      return { value: await task(item) }
    } catch (error) {
      return { error }
    }
  })
  const errors = results.flatMap((result) => ('error' in result ? [result.error] : []))
  if (errors.length > 0) throw merge(errors)
  return results.flatMap((result) => ('value' in result ? [result.value] : []))
}

function merge(errors: readonly unknown[]): unknown {
  const users = errors.filter((error) => error instanceof UserError)
  const works = errors.filter((error) => error instanceof WorkError)
  const others = errors.filter((error) => error instanceof ServiceError || error instanceof ToolError)
  if (users.length + works.length + others.length < errors.length)
    return errors.find((error) => ![users, works, others].flat().some((known) => known === error))
  const messages = [...new Set(works.map(({ message }) => message))]
  if (users.length > 0) {
    const problems = [...users.flatMap((error) => error.problems), ...messages.map((message) => ({ message }))]
    return new UserError(unique(problems))
  }
  return messages.length > 0 ? new WorkError(messages.join('\n')) : others[0]
}

function unique<T extends { readonly message: string; readonly at?: Location }>(problems: readonly T[]): T[] {
  return problems.filter(({ message }, index) => problems.findIndex((other) => other.message === message) === index)
}
