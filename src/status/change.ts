import type { SiteReport } from './site-report.js'
import { namePlace } from './line-place.js'
import type { LineStatus, StatusEvent, VersionStatus } from './site-status.js'
import { countAll, isExpected, isOut, sum } from './version-state.js'

type Told = Pick<StatusEvent, 'kind' | 'text'>

/** What a report changed of a line, a sentence for each. */
export function tellChanges(before: LineStatus, after: LineStatus, { at }: SiteReport): readonly StatusEvent[] {
  if (before === after) return []
  const { channel, minor, project } = after
  const place = {
    ...(channel !== undefined && { channel }),
    ...(minor !== undefined && { minor }),
    ...(project !== undefined && { project }),
  }
  const told = [
    ...tellKeys(before, after),
    ...after.versions.flatMap((version) => tellVersion(before, version, namePlace(place))),
  ]
  return [...told, ...tellRun(before, after)].map((each) => ({ ...place, at, ...each }))
}

function tellVersion(line: LineStatus, after: VersionStatus, place: string): readonly Told[] {
  const { version, promotion } = after
  const before = line.versions.find((each) => each.version === version)
  if (before === after) return []
  if (promotion?.state === 'yanked') {
    if (before?.promotion?.state === 'yanked') return []
    const reason = promotion.reason === undefined ? '' : `: ${promotion.reason}`
    return [{ kind: 'yanked', text: `${version} was withdrawn from ${place}${reason}` }]
  }
  const [failed, all] = [countAll(after).failed ?? 0, sum(countAll(after))]
  const failedBefore = before === undefined ? 0 : (countAll(before).failed ?? 0)
  const trouble = `${failed} of ${all} checks failed`
  if (isOut(after) && (before === undefined || !isOut(before))) {
    const again = before?.promotion?.state === 'yanked' ? ' again' : ''
    const published = `${version} is published in ${place}${again}`
    if (failed > 0) return [{ kind: 'failed', text: `${published}, and ${trouble}` }]
    return [{ kind: 'published', text: all > 0 ? `${published}; no check failed` : published }]
  }
  if (failed > 0 && failedBefore === 0) return [{ kind: 'failed', text: `${version} in ${place}: ${trouble}` }]
  if (failed === 0 && failedBefore > 0) return [{ kind: 'mended', text: `${version} in ${place}: no check fails any more` }]
  return []
}

function tellKeys({ keys: before }: LineStatus, { keys: after, ...place }: LineStatus): readonly Told[] {
  if (before.length === 0) return []
  const names = (keys: LineStatus['keys']) => keys.map(({ fingerprint }) => fingerprint).join(', ')
  if (names(before) !== names(after)) {
    const text = `The key of ${namePlace(place)} is another one: ${names(after)}, and was ${names(before)}`
    return [{ kind: 'key', text }]
  }
  return after.flatMap(({ fingerprint, expires }): Told[] => {
    const then = before.find((key) => key.fingerprint === fingerprint)?.expires
    if (then === expires) return []
    const now = expires === undefined ? 'never expires now' : `expires on ${expires} now`
    return [{ kind: 'key', text: `The key ${fingerprint} of ${namePlace(place)} ${now}; it was to on ${then ?? 'no day'}` }]
  })
}

function tellRun({ run: before }: LineStatus, { run: after }: LineStatus): readonly Told[] {
  if (after === undefined || after === before || isExpected(after.state)) return []
  return [{ kind: 'run', text: after.sentence }]
}
