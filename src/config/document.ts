import { Composer, LineCounter, Lexer, Parser, type CST, type Document } from 'yaml'
import { UserError, type Location, type Problem } from '../error.js'
import { findDuplicates, findNode, isLiteral, offsetOf } from './node.js'

/** A step into a YAML document: a key or an index. */
export type Key = string | number

/** One parsed YAML file that still knows where everything stands. */
export interface ConfigDocument {
  /** The file's name in messages. */
  readonly file: string
  /** The folder against which the document's paths are resolved. */
  readonly folder: string
  readonly value: unknown
  /** Where the value at a path stands (or its key); undefined when the document has no such path. */
  locate(path: readonly Key[], part: 'key' | 'value'): Location | undefined
  /** Where a line of a text of several lines stands; undefined where the text is not written line by line. */
  locateLine(path: readonly Key[], index: number): Location | undefined
}

// A config is written by people. The limits keep a hostile one from costing more than a moment.
const largest = 256 * 1024
const deepest = 64
const mostAliases = 100

/**
 * Parses YAML 1.2 with merge keys; throws a {@link UserError} with the place of what is wrong.
 * @param what the document is called in messages, and the bytes that it may have
 */
export function parseConfigDocument(
  file: string,
  text: string,
  folder = '',
  { what = 'The config', limit = largest }: { readonly what?: string; readonly limit?: number } = {},
): ConfigDocument {
  const lines = new LineCounter()
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const refuse = (message: string, offset: number) => new UserError([{ message, at: at(offset) }])
  if (text.length > limit)
    throw new UserError([{ message: `${what} is larger than ${limit / 1024} KiB, which no person wrote.`, at: { file } }])
  const tokens = readTokens(text, lines, refuse, what)
  // Its own search for duplicate keys takes time that grows with their square.
  const composer = new Composer({ merge: true, stringKeys: true, prettyErrors: false, uniqueKeys: false, lineCounter: lines })
  const [document, second] = [...composer.compose(tokens, true, text.length)]
  // A tag that nobody defined is a warning of YAML, and would be dropped without a word.
  const [first] = [...(document?.errors ?? []), ...(document?.warnings ?? [])]
  if (first) throw refuse(explainSyntax(first.message), first.pos[0])
  if (!document?.contents) throw refuse(`${what} is empty.`, 0)
  if (second) throw refuse(`${what} holds a second YAML document; put it into a file of its own.`, second.range[0])
  const duplicates = findDuplicates(document.contents).map(({ key, offset }): Problem => ({
    message: `${key} is given twice; keep one.`,
    at: at(offset),
  }))
  if (duplicates.length > 0) throw new UserError(duplicates)
  const locate: ConfigDocument['locate'] = (path, part) => {
    const offset = offsetOf(findNode(document, path), part)
    return offset === undefined ? undefined : at(offset)
  }
  const locateLine: ConfigDocument['locateLine'] = (path, index) => {
    const found = findNode(document, path)
    const offset = offsetOf(found, 'value')
    if (offset === undefined || !isLiteral(found?.node)) return undefined
    const line = (at(offset).line ?? 1) + 1 + index
    return { file, line, column: (text.split('\n')[line - 1] ?? '').search(/\S/) + 1 || 1 }
  }
  return { file, folder, value: toValue(document, file, what), locate, locateLine }
}

type Refuse = (message: string, offset: number) => UserError

/** Cuts the text into tokens, and stops at the first that is wrong or too deep. */
function readTokens(text: string, lines: LineCounter, refuse: Refuse, what: string): CST.Token[] {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  const tokens: CST.Token[] = []
  const take = (more: Iterable<CST.Token>) => {
    for (const token of more) {
      if (token.type === 'error') throw refuse(explainSyntax(token.message), token.offset)
      tokens.push(token)
    }
  }
  // eslint-disable-next-line no-control-regex -- these are the characters that YAML forbids
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text)
  for (const lexeme of new Lexer().lex(text)) {
    if (forbidden && parser.offset >= forbidden.index) break
    take(parser.next(lexeme))
    if (parser.stack.length > deepest) throw refuse(`${what} is nested more than ${deepest} levels deep.`, parser.offset)
  }
  if (forbidden) {
    const code = forbidden[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    throw refuse(`${what} holds the control character U+${code}; save it as plain text.`, forbidden.index)
  }
  take(parser.end())
  return tokens
}

/** YAML's own message, and what mostly causes it. */
function explainSyntax(message: string): string {
  const hint = message.includes('flow-map') ? '; put text with { or } into quotes' : ''
  return `${message.replace(/\.$/, '')}${hint}.`
}

function toValue(document: Document, file: string, what: string): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases })
  } catch (error) {
    if (error instanceof ReferenceError && error.message.startsWith('Excessive alias'))
      throw new UserError([{ message: `${what} repeats an anchor more than ${mostAliases} times.`, at: { file } }])
    throw new UserError([{ message: `${error instanceof Error ? error.message : String(error)}.`, at: { file } }])
  }
}
