import { formatLocation, type Location } from '../error.js'
import type { Log } from '../host/log.js'

/** Writes progress and diagnostics as lines, secrets replaced; debugging lines only when asked for. */
export function terminalLog(write: (line: string) => void, debugging: boolean): Log {
  const secrets = new Set<string>()
  const print = (line: string) => {
    let shown = line
    for (const secret of secrets) shown = shown.replaceAll(secret, '***')
    write(`${shown}\n`)
  }
  const place = (at: Location | undefined) => (at ? `${formatLocation(at)}: ` : '')
  return {
    debug: (message) => debugging && print(`debug: ${message}`),
    info: print,
    warning: (message, at) => print(`warning: ${place(at)}${message}`),
    error: (message, at) => print(`error: ${place(at)}${message}`),
    async group(title, step) {
      print(`── ${title}`)
      return step()
    },
    mask: (secret) => secret !== '' && secrets.add(secret),
  }
}
