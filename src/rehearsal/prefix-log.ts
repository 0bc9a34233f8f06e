import type { Log } from '../host/log.js'

/** A log whose lines begin with a name, for work that goes on beside other work. */
export function prefixLog(log: Log, name: string): Log {
  const add = (message: string) => `${name} ${message}`
  return {
    debug: (message) => log.debug(add(message)),
    info: (message) => log.info(add(message)),
    status: (message) => log.status(message === '' ? '' : add(message)),
    warning: (message, at) => log.warning(add(message), at),
    error: (message, at) => log.error(add(message), at),
    group: (title, step) => {
      log.info(add(`── ${title}`))
      return step()
    },
    mask: (secret) => log.mask(secret),
  }
}
