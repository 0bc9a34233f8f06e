import { complaint } from '../../host/tool.js'
import type { Installable } from './attempt.js'
import type { Dnf } from './dnf.js'
import { dnfComplaint } from './rpm-trial.js'
import { keyOf, type Pin, type VersionSurvey } from './version-choice.js'

const format = '%{repoid} %{name} %{epoch}:%{version}-%{release} %{arch}'

/**
 * Asks dnf what it sees of packages and which is newest for it, or how it complains.
 * @param id the repository that is looked at
 */
export async function surveyDnf(
  dnf: Pick<Dnf, 'query'>,
  cells: readonly Installable[],
  id = 'published',
): Promise<VersionSurvey | string> {
  const names = [...new Set(cells.map(({ entry }) => entry.name))]
  const ask = async (options: readonly string[], specs: readonly string[]) => {
    const result = await dnf.query(['--quiet', 'repoquery', '--queryformat', format, ...options, ...specs])
    return result.code === 0 ? parseQuery(result.stdout) : complaint(result, dnfComplaint)
  }
  const pinned = cells.map(({ entry }) => ({ entry, written: `${entry.name}-${entry.version.replace(/-[^-]*$/, '')}` }))
  const all = await ask(['--showduplicates'], names)
  const latest = await ask(['--latest-limit=1'], names)
  const found = await ask(
    ['--showduplicates'],
    pinned.map(({ written }) => written),
  )
  if (typeof all === 'string') return all
  if (typeof latest === 'string') return latest
  if (typeof found === 'string') return found
  const packages = new Map(
    names.map((name) => {
      const of = (list: readonly Line[]) => list.filter((each) => each.name === name)
      const seen = of(all).filter(({ repository }) => repository === id)
      return [name, { chosen: of(latest)[0]?.version, seen: seen.map(({ version }) => version) }]
    }),
  )
  const pins = new Map(
    pinned.map(({ entry, written }) => {
      const isFound = found.some(({ name, version }) => name === entry.name && version === entry.version)
      const pin: Pin = { written, problem: isFound ? undefined : 'No match for argument' }
      return [keyOf(entry), [pin]]
    }),
  )
  return { manager: 'dnf', command: `dnf repoquery ${names.join(' ')}`, packages, pins }
}

interface Line {
  readonly repository: string
  readonly name: string
  readonly version: string
}

function parseQuery(output: string): readonly Line[] {
  return output.split('\n').flatMap((line) => {
    const [repository, name, version, architecture] = line.trim().split(' ')
    if (repository === undefined || name === undefined || version === undefined || architecture === undefined) return []
    return [{ repository, name, version: version.replace(/^0:/, '') }]
  })
}
