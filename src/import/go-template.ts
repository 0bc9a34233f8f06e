import { WorkError } from '../error.js'

/** What the fields of a template stand for, such as `Version` or `Env.NAME`. */
export type Fields = (name: string) => string | undefined

interface Token {
  readonly kind: 'text' | 'action'
  readonly value: string
}
type Word = string | readonly Word[]

/**
 * Fills in a template of Go's text/template as far as release tools use it in names: fields, if, else if, else, with, and the
 * functions of comparison and of letters. Throws a {@link WorkError} that names what it does not know.
 */
export function fillTemplate(text: string, fields: Fields): string {
  const tokens = tokenize(text)
  const { output, rest } = render(tokens, 0, fields, true)
  if (rest < tokens.length) throw new WorkError(`has {{ ${tokens[rest]?.value ?? ''} }} without an if`)
  return output
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (const match of text.matchAll(/\{\{(-)?\s*([\s\S]*?)\s*(-)?\}\}/g)) {
    const before = text.slice(at, match.index)
    const start = tokens.length > 0 && text[at - 3] === '-' ? before.trimStart() : before
    tokens.push({ kind: 'text', value: match[1] === undefined ? start : start.trimEnd() })
    tokens.push({ kind: 'action', value: match[2] ?? '' })
    at = match.index + match[0].length
  }
  const last = text.slice(at)
  return [...tokens, { kind: 'text', value: tokens.length > 0 && text[at - 3] === '-' ? last.trimStart() : last }]
}

/** Renders up to the end of a block; `rest` is the action that ended it. */
function render(tokens: readonly Token[], start: number, fields: Fields, isShown: boolean): { output: string; rest: number } {
  let output = ''
  let at = start
  while (at < tokens.length) {
    const { kind, value } = tokens[at] ?? { kind: 'text', value: '' }
    if (kind === 'text') output += value
    else if (value === 'end' || value.startsWith('else')) return { output, rest: at }
    else if (/^(if|with)\s/.test(value)) {
      const block = renderBlock(tokens, at, fields, isShown)
      output += block.output
      at = block.rest
    } else if (!value.startsWith('/*') && isShown) output += evaluate(value, fields)
    at++
  }
  return { output, rest: at }
}

function renderBlock(tokens: readonly Token[], start: number, fields: Fields, isShown: boolean) {
  let output = ''
  let at = start
  let isDone = !isShown
  for (let head = tokens[at]?.value ?? ''; head !== 'end'; head = tokens[at]?.value ?? 'end') {
    const [, word, condition] = /^(?:else\s+)?(if|with)\s+([\s\S]+)$/.exec(head) ?? []
    const value = isDone ? '' : condition === undefined ? 'true' : evaluate(condition, fields)
    const isTaken = !isDone && value !== '' && value !== 'false'
    const inner: Fields = word === 'with' ? (name) => (name === '' ? value : fields(name)) : fields
    const branch = render(tokens, at + 1, inner, isTaken)
    if (isTaken) output += branch.output
    isDone ||= isTaken
    at = branch.rest
    if (at >= tokens.length) throw new WorkError('has an if without an end')
  }
  return { output, rest: at }
}

const functions: Readonly<Record<string, (...values: string[]) => string>> = {
  eq: (first = '', ...others) => String(others.includes(first)),
  ne: (first, second) => String(first !== second),
  not: (value = '') => String(value === '' || value === 'false'),
  and: (...values) => values.find((value) => value === '' || value === 'false') ?? values.at(-1) ?? '',
  or: (...values) => values.find((value) => value !== '' && value !== 'false') ?? values.at(-1) ?? '',
  title: (value = '') => value.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  tolower: (value = '') => value.toLowerCase(),
  toupper: (value = '') => value.toUpperCase(),
  trimprefix: (value = '', prefix = '') => (value.startsWith(prefix) ? value.slice(prefix.length) : value),
  trimsuffix: (value = '', suffix = '') => (value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value),
  replace: (value = '', from = '', to = '') => value.replaceAll(from, to),
  print: (...values) => values.join(''),
}

/** A pipeline: what stands before a bar is the last value of what stands behind it. */
function evaluate(expression: string, fields: Fields): string {
  const words = parse(expression)
  let result: string | undefined
  for (const part of splitAt(words, '|')) result = call(part, fields, result)
  return result ?? ''
}

function call(words: readonly Word[], fields: Fields, piped: string | undefined): string {
  const [head, ...rest] = words
  const values = [...rest.map((word) => valueOf(word, fields)), ...(piped === undefined ? [] : [piped])]
  if (typeof head !== 'string' || /^[."`$\d]/.test(head)) return head === undefined ? '' : valueOf(head, fields)
  const known = functions[head]
  if (known === undefined) throw new WorkError(`uses ${head}, which init does not know`)
  return known(...values)
}

function valueOf(word: Word, fields: Fields): string {
  if (typeof word !== 'string') return call(word, fields, undefined)
  if (/^["`]/.test(word)) return word.slice(1, -1)
  if (/^(true|false|\d+)$/.test(word)) return word
  if (!/^\$?\./.test(word)) return call([word], fields, undefined)
  const name = word.replace(/^\$?\./, '')
  const value = fields(name)
  if (value === undefined) throw new WorkError(`uses .${name}, which init does not know`)
  return value
}

function parse(expression: string): Word[] {
  const stack: Word[][] = [[]]
  for (const [token] of expression.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|[()|]|[^\s()|"`]+/g)) {
    if (token === '(') stack.push([])
    else if (token === ')') {
      const inner = stack.pop()
      if (inner !== undefined) stack.at(-1)?.push(inner)
    } else stack.at(-1)?.push(token)
  }
  return stack[0] ?? []
}

function splitAt(words: readonly Word[], mark: string): Word[][] {
  const parts: Word[][] = [[]]
  for (const word of words) {
    if (word === mark) parts.push([])
    else parts.at(-1)?.push(word)
  }
  return parts
}
