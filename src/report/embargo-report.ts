import { formatSpan } from '../host/measure.js'

/** How far a version under embargo is, as far as everybody may read. */
export function renderEmbargo({
  state,
  token,
  until,
  late = 0,
  packages = 0,
  checks,
}: {
  readonly state?: 'built' | 'released'
  readonly token: string
  readonly until: string
  readonly late?: number
  readonly packages?: number
  readonly checks?: number
}): string {
  const lines = [
    `### Embargo ${token}`,
    state === undefined
      ? `Not all of ${packages} packages is built; nothing is released.`
      : state === 'built'
        ? `All of ${packages} packages is built and hidden; a run at or after ${until} releases it.`
        : `Released at ${until}${late < 60 ? '' : `, ${formatSpan(late * 1000)} late`}: ${packages} packages at once.`,
    ...(checks === undefined ? [] : [`${checks} checks of the published repositories have passed.`]),
  ]
  return lines.join('\n\n')
}
