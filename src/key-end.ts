const day = 24 * 60 * 60 * 1000

/** A warning that something ends within 90, 30 or 7 days; undefined when there is more time. Times in milliseconds since the epoch. */
export function warnOfEnd(end: number, now: number, advice: string): string | undefined {
  const left = Math.floor((end - now) / day)
  if (left > 90) return undefined
  return `${left <= 7 ? 'URGENT' : left <= 30 ? 'WARNING, soon' : 'WARNING'}: in ${left} days; ${advice}`
}
