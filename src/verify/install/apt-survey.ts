import { complaint } from '../../host/tool.js'
import type { Apt } from './apt.js'
import type { Installable } from './attempt.js'
import { aptComplaint } from './deb-trial.js'
import { keyOf, type Pin, type SeenVersions, type VersionSurvey } from './version-choice.js'

/**
 * Asks apt what it sees of packages and what it would choose, in two calls for all of them.
 * @param uri the published archive's, as sources.list has it
 */
export async function surveyApt(apt: Pick<Apt, 'run'>, cells: readonly Installable[], uri: string): Promise<VersionSurvey> {
  const names = [...new Set(cells.map(({ entry }) => entry.name))]
  const { stdout } = await apt.run('apt-cache', ['policy', ...names])
  const written = new Map(cells.map(({ entry }) => [keyOf(entry), writePins(entry)]))
  const problems = await findLost(apt, [...written.values()].flat())
  const pins = new Map(
    [...written].map(([key, all]) => [key, all.map((each): Pin => ({ written: each, problem: problems.get(each) }))]),
  )
  return { manager: 'apt', command: `apt-cache policy ${names.join(' ')}`, packages: parsePolicy(stdout, uri), pins }
}

/** The version in full, and as users write it who do not care for the release. */
function writePins({ name, version }: Installable['entry']): readonly string[] {
  const dash = version.lastIndexOf('-')
  return [`${name}=${version}`, ...(dash < 0 ? [] : [`${name}=${version.slice(0, dash)}-*`])]
}

/** Asks for all at once, and one by one for who is to blame when that fails. */
async function findLost(apt: Pick<Apt, 'run'>, pins: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ask = (wanted: readonly string[]) => apt.run('apt-get', ['--print-uris', 'download', ...wanted])
  const lost = new Map<string, string>()
  if ((await ask(pins)).code === 0) return lost
  for (const pin of pins) {
    const result = await ask([pin])
    if (result.code !== 0) lost.set(pin, complaint(result, aptComplaint))
  }
  return lost
}

/** Reads `apt-cache policy`: a package at the margin, its versions below it, their sources below those. */
export function parsePolicy(output: string, uri: string): ReadonlyMap<string, SeenVersions> {
  const place = uri.replace(/\/+$/, '')
  const found = new Map<string, SeenVersions>()
  for (const block of output.split(/\n(?=\S)/)) {
    const [, name] = /^(\S+):\n/.exec(block) ?? []
    if (name === undefined) continue
    const candidate = /^ {2}Candidate: (\S+)$/m.exec(block)?.[1]
    const versions = block.split(/^ (?:\*\*\*| {3}) (?=\S)/m).slice(1)
    const seen = versions.flatMap((lines) => {
      const [first = '', ...sources] = lines.split('\n')
      const isOurs = sources.some((line) => / (\S+) /.exec(line.trim())?.[1]?.replace(/\/+$/, '') === place)
      return isOurs ? [first.split(' ')[0] ?? ''] : []
    })
    found.set(name, { chosen: candidate === '(none)' ? undefined : candidate, seen })
  }
  return found
}
