import { formatLocation, type Location } from '../error.js'
import type { Log } from '../host/log.js'
import { wrapLine } from './terminal-text.js'
import { throttleStatus } from '../host/status.js'

/** Where a terminal's log is written. */
export interface TerminalOutput {
  readonly write: (text: string) => void
  /** The width of the terminal; undefined where lines stay, as in a file. */
  readonly columns: () => number | undefined
  readonly now: () => number
}

/** Milliseconds between two states of the live line: nobody reads faster, and downloads tell each piece. */
const shortest = 100

/** Back to the beginning of the line, and clear it (ECMA-48: CR, EL). */
const clear = '\r\u001b[K'

/**
 * Writes progress and diagnostics as lines, secrets replaced; debugging lines only when asked for. How far something is stands on
 * a line of its own until the next one.
 */
export function terminalLog({ write, columns, now }: TerminalOutput, debugging: boolean): Log {
  const secrets = new Set<string>()
  let isLive = false
  let drawn = -Infinity
  const hide = (line: string) => [...secrets].reduce((shown, secret) => shown.replaceAll(secret, '***'), line)
  const print = (message: string) => {
    for (const line of fit(hide(message), columns())) {
      write(`${isLive ? clear : ''}${line}\n`)
      isLive = false
    }
  }
  const place = (at: Location | undefined) => (at ? `${formatLocation(at)}: ` : '')
  const keep = throttleStatus(print, now)
  return {
    debug: (message) => debugging && print(`debug: ${message}`),
    info: print,
    status(message) {
      const width = columns()
      if (width === undefined) return keep(message)
      if (message === '' ? !isLive : isLive && now() - drawn < shortest) return
      drawn = now()
      const letters = Array.from(hide(message).replace(/\s+/g, ' '))
      // A line that wraps could not be replaced.
      write(`${clear}${letters.length < width ? letters.join('') : `${letters.slice(0, width - 2).join('')}…`}`)
      isLive = message !== ''
    },
    warning: (message, at) => print(`warning: ${place(at)}${message}`),
    error: (message, at) => print(`error: ${place(at)}${message}`),
    async group(title, step) {
      print(`── ${title}`)
      return step()
    },
    mask: (secret) => secret !== '' && secrets.add(secret),
  }
}

/** The lines of a message, those for a terminal broken at spaces. */
function fit(message: string, width: number | undefined): readonly string[] {
  return width === undefined ? [message] : message.split('\n').flatMap((line) => wrapLine(line, width))
}

/** Standard error, as the process has it. */
export function standardError(prefix: () => string = () => ''): TerminalOutput {
  return {
    write: (text) =>
      process.stderr.write(text.startsWith(clear) ? `${clear}${prefix()}${text.slice(clear.length)}` : `${prefix()}${text}`),
    // A terminal that is dumb cannot clear a line.
    columns: () =>
      process.stderr.isTTY && process.env['TERM'] !== 'dumb' ? process.stderr.columns - prefix().length : undefined,
    now: Date.now,
  }
}
