import type { Host } from '../host/host.js'
import { formatSpan } from '../host/measure.js'

/** A step of publish and the time it took. */
export interface TimedStep {
  readonly name: string
  readonly milliseconds: number
}

/**
 * Makes the function that runs a step under its heading and takes its time, also when it fails.
 * @param tell is handed all steps so far after each
 */
export function timeSteps(
  host: Host,
  tell: (steps: readonly TimedStep[]) => void,
): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const steps: TimedStep[] = []
  return async (name, work) => {
    const start = host.clock.now()
    try {
      return await host.log.group(name, work)
    } finally {
      const milliseconds = host.clock.now() - start
      steps.push({ name, milliseconds })
      host.log.info(`${name} took ${formatSpan(milliseconds)}`)
      tell(steps)
    }
  }
}
