import { escapeMacros } from './macro.js'
import { withEpoch } from '../version/version.js'
import type { SpecModel } from './spec-model.js'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/**
 * The changelog as rpm wants it: the newest entry first, days in UTC. debbuild ships the lines as they are in the spec, so
 * one that must be written otherwise is for rpm alone; the deb has its changelog beside the spec anyway.
 */
export function writeChangelog(model: SpecModel): string[] {
  const entries = listEntries(model)
  const lines = ['%changelog', ...entries.flatMap((entry) => [...entry, '']), ...(entries.length === 0 ? [''] : [])]
  const isAlike = entries.flat().every((line) => !/%|\\$/.test(line))
  return isAlike ? lines : ['%if "%{_vendor}" != "debbuild"', ...lines, '%endif', '']
}

/** The entries of the changelog as rpm wants them, without the line %changelog. */
export function listEntries({ changelog, planned }: SpecModel): string[][] {
  return changelog.map(({ version, time, changes }) => {
    const date = new Date(time * 1000)
    const text = `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${twoDigits(date.getUTCDate())} ${date.getUTCFullYear()}`
    const written = [
      `* ${text} ${planned.metadata.maintainer} - ${withEpoch(version, planned.epoch)}-0`,
      ...changes.map((change) => `- ${change}`),
    ]
    return written.map((line) => escapeMacros(line, 'rpm', 'text'))
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
      `${planned.name} (${withEpoch(version, planned.epoch)}-1) stable; urgency=medium`,
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
