import type { Host } from '../host/host.js'
import { formatSize } from '../host/measure.js'

/** Tells of all downloads of a run together. */
export interface Progress {
  /** Begins one; the answer is told how far it is. */
  begin(name: string): (received: number, total: number | undefined) => void
  /** One is over, well or not. */
  end(name: string): void
}

/** One line about all of them, whatever number of downloads is under way. */
export function startProgress(host: Host): Progress {
  const running = new Map<string, { received: number; total: number | undefined }>()
  return {
    begin: (name) => {
      running.set(name, { received: 0, total: undefined })
      return (received, total) => {
        running.set(name, { received, total })
        host.log.status(describe(running))
      }
    },
    end: (name) => void running.delete(name),
  }
}

function describe(running: ReadonlyMap<string, { readonly received: number; readonly total: number | undefined }>): string {
  const each = [...running.values()]
  const received = each.reduce((sum, one) => sum + one.received, 0)
  const total = each.reduce((sum, one) => sum + (one.total ?? NaN), 0)
  const share = Number.isNaN(total) ? formatSize(received) : `${Math.floor((100 * received) / total)} % of ${formatSize(total)}`
  return `downloading: ${share} (${[...running.keys()].join(', ')})`
}
