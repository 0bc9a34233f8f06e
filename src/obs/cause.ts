import type { CellResult } from './result.js'

/** What OBS says of a cell and why, nothing of it twice: `unresolvable: nothing provides x`, `building on worker:1`. */
export function describeCause({ code, reason }: Pick<CellResult, 'code' | 'reason'>): string {
  if (reason === '') return code
  return code === '' || code === 'failed' || reason.startsWith(code) ? reason : `${code}: ${reason}`
}
