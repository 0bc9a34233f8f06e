import type { Problem } from '../error.js'
import { UserError } from '../error.js'
import { nearest } from '../nearest.js'
import type { Inputs, InputValues } from './input.js'

/**
 * Turns the texts that a door collected into typed values. Empty text counts as not given, as on GitHub.
 * Throws one {@link UserError} with every problem: unknown names, missing inputs, values that do not parse.
 */
export function parseInputs<I extends Inputs>(inputs: I, given: Readonly<Record<string, string>>): InputValues<I> {
  const problems: Problem[] = []
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(inputs, name)) continue
    const similar = nearest(name, Object.keys(inputs))
    problems.push({ message: `There is no input \`${name}\`${similar ? `; did you mean \`${similar}\`?` : '.'}` })
  }
  const values: Record<string, unknown> = {}
  for (const [name, input] of Object.entries(inputs)) {
    const value = given[name]?.trim() || input.default
    if (value === undefined) {
      if (input.required) problems.push({ message: `Input \`${name}\` is missing: ${input.description}` })
      continue
    }
    try {
      values[name] = input.parse(value)
    } catch (error) {
      problems.push({ message: `Input \`${name}\` ${error instanceof Error ? error.message : String(error)}.` })
    }
  }
  if (problems.length > 0) throw new UserError(problems)
  // Each value came from the parser of its own declaration, which is what InputValues says.
  return values as InputValues<I>
}
