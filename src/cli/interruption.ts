import type { Log } from '../host/log.js'

/** What ends a command from outside, and the exit code that tells it (128 and the signal's number). */
const signals = { SIGINT: 130, SIGTERM: 143 } as const

/** What is known of a run when a signal ends it. */
export interface Running {
  /** The operation, and what the same command does when it is given again. */
  readonly name: string
  readonly resumption: string | undefined
  /** The step that is under way. */
  readonly step: () => string | undefined
  readonly cleanUp: () => Promise<void>
}

/** The sentence for a person who has ended an operation: how far it came, and how to go on. */
export function describeInterruption(name: string, step: string | undefined, resumption: string | undefined): string {
  const where = step === undefined ? '' : ` in its step ${step}`
  return `${name} was interrupted${where}: ${resumption ?? 'only files here were changed; the same command does it again'}.`
}

/**
 * Says one sentence and cleans up when a signal ends the command. Whoever else listens to the signal ends the process then.
 * Returns what takes it back.
 */
export function endOnSignals({ name, resumption, step, cleanUp }: Running, log: Log): () => void {
  const listeners = Object.entries(signals).map(([signal, code]) => {
    const listener = () => {
      const others = process.listenerCount(signal)
      const sentence = describeInterruption(name, step(), resumption)
      log.status('')
      void cleanUp().finally(() => {
        log.error(sentence)
        if (others === 0) process.exit(code)
      })
    }
    process.once(signal, listener)
    return { signal, listener }
  })
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener)
  }
}

/** The same log, and the title of the step that it is in. */
export function followSteps(log: Log): { readonly log: Log; readonly step: () => string | undefined } {
  const titles: string[] = []
  const group: Log['group'] = async (title, step) => {
    titles.push(title)
    try {
      return await log.group(title, step)
    } finally {
      titles.pop()
    }
  }
  return { log: { ...log, group }, step: () => titles[0] }
}
