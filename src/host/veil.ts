import { UserError } from '../error.js'
import type { Host } from './host.js'
import type { Log } from './log.js'

/** Replaces what must not be shown by what may be. */
export type Veil = (text: string) => string

/** A veil over some words; longer ones first, because they may hold shorter ones. */
export function makeVeil(secrets: ReadonlyMap<string, string>): Veil {
  const words = [...secrets].filter(([secret]) => secret !== '').toSorted(([left], [right]) => right.length - left.length)
  return (text) => words.reduce((shown, [secret, instead]) => shown.replaceAll(secret, instead), text)
}

/**
 * A host whose log shows nothing but what the veil lets through. The veil is asked for each line, so it may learn more. What
 * programs are started with is logged elsewhere, for which the doors' own masks are.
 */
export function veilHost(host: Host, veil: Veil): Host {
  const { log } = host
  const veiled: Log = {
    debug: (message) => log.debug(veil(message)),
    info: (message) => log.info(veil(message)),
    status: (message) => log.status(veil(message)),
    warning: (message, at) => log.warning(veil(message), at && { ...at, file: veil(at.file) }),
    error: (message, at) => log.error(veil(message), at && { ...at, file: veil(at.file) }),
    group: (title, step) => log.group(veil(title), step),
    mask: (secret) => log.mask(secret),
  }
  return { ...host, log: veiled }
}

/** The same failure in words behind the veil. */
export function veilError(error: unknown, veil: Veil): unknown {
  if (error instanceof UserError)
    return new UserError(
      error.problems.map(({ message, at }) => ({
        message: veil(message),
        ...(at === undefined ? {} : { at: { ...at, file: veil(at.file) } }),
      })),
    )
  if (!(error instanceof Error)) return typeof error === 'string' ? veil(error) : error
  // Its class decides the exit code, so it stays the same object.
  error.message = veil(error.message)
  if (error.stack !== undefined) error.stack = veil(error.stack)
  error.cause = veilError(error.cause, veil)
  return error
}
