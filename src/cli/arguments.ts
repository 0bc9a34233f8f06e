import { parseArgs } from 'node:util'
import type { Inputs } from '../declaration/input.js'
import { UserError } from '../error.js'

/** A command line up to its operation. */
export interface Command {
  readonly operation: string | undefined
  /** What follows the operation. */
  readonly rest: readonly string[]
  readonly json: boolean
  readonly help: boolean
  readonly version: boolean
}

/** The inputs of an operation, as text, and what else was said about its run. */
export interface Arguments {
  readonly values: Readonly<Record<string, string>>
  readonly json: boolean
  readonly help: boolean
}

const flags = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

/** Reads `[--json] [--help] [--version] <operation> …`. Throws a {@link UserError} for any other option before the operation. */
export function readCommand(words: readonly string[]): Command {
  const place = words.findIndex((word) => !word.startsWith('-'))
  const args = place < 0 ? [...words] : words.slice(0, place)
  const options = { ...flags, version: { type: 'boolean' } } as const
  const { values, tokens } = parseArgs({ args, options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'option' && Object.hasOwn(options, token.name) && token.value === undefined) continue
    throw new UserError(`\`${args[token.index] ?? ''}\` stands before the operation; inputs come after it.`)
  }
  const isSet = (name: keyof typeof options) => values[name] === true
  const [operation, rest] = [words[args.length], words.slice(args.length + 1)]
  return { operation, rest, json: isSet('json'), help: isSet('help'), version: isSet('version') }
}

/** A word that is an option, and as a value was probably not meant. */
const optionLike = /^(?:-h|--[a-z][a-z0-9-]*(?:=.*)?)$/s

/**
 * Reads `--input value --input=value --flag [--json] [--help]`. A boolean needs no value, and a list may be given
 * several times. Names that are not declared are handed on, for whoever parses the inputs to judge.
 * Throws a {@link UserError} with all that is wrong, unless help is asked for.
 */
export function readArguments(words: readonly string[], inputs: Inputs): Arguments {
  const { tokens } = parseArgs({ args: [...words], options: optionsOf(inputs), strict: false, tokens: true })
  const values = new Map<string, string>()
  const problems = new Set<string>()
  const set = { json: false, help: false }
  const add = (name: string, value: string) => {
    const earlier = values.get(name)
    if (earlier !== undefined && inputs[name]?.type !== 'list') problems.add(`\`--${name}\` is given more than once.`)
    values.set(name, earlier === undefined ? value : `${earlier}\n${value}`)
  }
  // The option whose value may follow as a word of its own: a boolean, or a name that nobody knows.
  let open: string | undefined
  for (const token of tokens) {
    const last = open
    open = undefined
    if (token.kind === 'positional' && last !== undefined) add(last, token.value)
    else if (last !== undefined) add(last, 'true')
    else if (token.kind === 'positional') problems.add(`\`${token.value}\` is no option; inputs are given as --name value.`)
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    if (name === 'json' || name === 'help') {
      set[name] = true
      if (inlineValue) problems.add(`\`--${name}\` takes no value.`)
    } else if (!rawName.startsWith('--')) {
      problems.add(`\`${words[token.index] ?? rawName}\` is no option; inputs are given as --name value.`)
    } else if (value !== undefined && !inlineValue && optionLike.test(value)) {
      problems.add(`\`--${name}\` needs a value; one that looks like an option is given as --${name}=<value>.`)
    } else if (value !== undefined) add(name, value)
    else if (takesValue(inputs, name)) problems.add(`\`--${name}\` needs a value.`)
    else open = name
  }
  if (open !== undefined) add(open, 'true')
  if (problems.size > 0 && !set.help) throw new UserError([...problems].map((message) => ({ message })))
  return { values: Object.fromEntries(values), ...set }
}

function optionsOf(inputs: Inputs) {
  const options = Object.keys(inputs).map((name) => [name, { type: takesValue(inputs, name) ? 'string' : 'boolean' }] as const)
  return { ...Object.fromEntries(options), ...flags }
}

function takesValue(inputs: Inputs, name: string): boolean {
  return Object.hasOwn(inputs, name) && inputs[name]?.type !== 'boolean'
}
