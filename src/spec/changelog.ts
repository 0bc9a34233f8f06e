import { escapeMacros } from './macro.js'
import type { SpecModel } from './spec-model.js'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** The changelog as rpm wants it: the newest entry first, days in UTC. */
export function writeChangelog(model: SpecModel): string[] {
  return ['%changelog', ...listEntries(model).flatMap((entry) => [...entry, '']), ...(model.changelog.length === 0 ? [''] : [])]
}

/** The entries of the changelog as rpm wants them, without the line %changelog. */
export function listEntries({ changelog, planned }: SpecModel): string[][] {
  return changelog.map(({ version, time, changes }) => {
    const date = new Date(time * 1000)
    const text = `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${twoDigits(date.getUTCDate())} ${date.getUTCFullYear()}`
    return [
      `* ${text} ${escapeMacros(planned.metadata.maintainer)} - ${version}-0`,
      ...changes.map((change) => `- ${escapeMacros(change)}`),
    ]
  })
}

/** The changelog as Debian wants it: deb-changelog(5). */
export function writeDebianChangelog({ changelog, planned }: SpecModel): string {
  const entries = changelog.map(({ version, time, changes }) => {
    const date = new Date(time * 1000)
    const day = `${days[date.getUTCDay()]}, ${twoDigits(date.getUTCDate())} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
    const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join(':')
    const lines = changes.map((change) => `  * ${change}`)
    return [
      `${planned.name} (${version}-1) stable; urgency=medium`,
      '',
      ...lines,
      '',
      ` -- ${planned.metadata.maintainer}  ${day} ${clock} +0000`,
      '',
    ]
  })
  return entries.flat().join('\n')
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
