import { showOutput } from '../declaration/operation.js'
import { formatSpan } from '../host/measure.js'
import type { CellResult } from '../obs/result.js'
import type { describeReleased } from '../operations/obs-release.js'
import { renderBuilds } from '../report/builds.js'
import { renderTable } from '../report/table.js'
import type { TimedStep } from '../report/timing.js'
import { renderVersions } from '../report/versions.js'
import type { CheckResult } from '../verify/request.js'
import { countDeeds, type RehearsedPublication } from './proof.js'

/** The report at the end of a rehearsal. */
export function renderRehearsal(
  publications: readonly RehearsedPublication[],
  milliseconds: number,
  client: string | undefined,
): string {
  const first = publications.filter(({ round }) => round === 'first')
  const second = publications.filter(({ round }) => round === 'second')
  // publish set these outputs, from values of these types.
  const builds = first.flatMap(({ outputs }) => outputs['results'] as readonly CellResult[])
  return [
    '# Rehearsal of a release',
    `This run took ${formatSpan(milliseconds)}, on a real OBS backend that was empty before. Builds: ${sum(first, 'built')}; releases, signed and published over HTTP: ${sum(first, 'released')}; installations by the real apt and dnf: ${sum(first, 'installed')}. Done again: ${sum(second, 'built')} builds, ${sum(second, 'released')} releases.`,
    '## Published',
    renderTable(
      ['Package', 'Channel', 'Project', 'Versions', 'Second run'],
      first.flatMap((each) => publishedRows(each, second)),
    ),
    ...first.flatMap(describeStandIns),
    '## Builds',
    renderBuilds(builds),
    '## Checked',
    renderTable(['Check', ...first.map(title)], checkRows(first)),
    '## Time',
    renderTable(
      ['Step', ...publications.map((each) => `${title(each)}${each.round === 'second' ? ' again' : ''}`)],
      timeRows(publications),
    ),
    ...(client === undefined ? [] : ['## Try it', client]),
  ].join('\n\n')
}

function sum(publications: readonly RehearsedPublication[], deed: 'built' | 'released' | 'installed'): number {
  return publications.reduce((total, each) => total + countDeeds(each)[deed], 0)
}

function title({ specimen }: RehearsedPublication): string {
  return `${specimen.package} ${specimen.version}`
}

function publishedRows({ specimen, outputs }: RehearsedPublication, second: readonly RehearsedPublication[]): string[][] {
  const released = outputs['released'] as ReturnType<typeof describeReleased>['released']
  const again = second.find(({ specimen: other }) => other === specimen)
  return specimen.packages.map((name) => [
    specimen.packages.length === 1 ? `${name} ${specimen.version}` : name,
    showOutput(outputs['channel']),
    showOutput(outputs['publish-project']),
    renderVersions(released[name]?.versions ?? {}),
    again ? (countDeeds(again).idle ? 'changed nothing' : 'changed something') : 'not run',
  ])
}

function describeStandIns({ specimen: { standIns, packages } }: RehearsedPublication): string[] {
  if (standIns.length === 0) return []
  return [
    `Of ${packages.join(', ')} these programs are stand-ins, scripts that say their name and version: ${standIns.join(', ')}.`,
  ]
}

function checkRows(publications: readonly RehearsedPublication[]): string[][] {
  const reports = publications.map(({ outputs }) => (outputs['report'] ?? []) as readonly CheckResult[])
  const checks = [...new Set(reports.flat().map(({ check }) => check))]
  const count = (report: readonly CheckResult[], check: string) => {
    const own = report.filter((result) => result.check === check)
    const passed = own.filter((result) => result.passed).length
    return `${passed} of ${own.length} ${passed === own.length && passed > 0 ? '✅' : '❌'}`
  }
  return checks.map((check) => [check, ...reports.map((report) => count(report, check))])
}

function timeRows(publications: readonly RehearsedPublication[]): string[][] {
  const columns = publications.map(({ outputs }) => outputs['steps'] as readonly TimedStep[])
  const names = [...new Set(columns.flat().map(({ name }) => name))]
  const time = (steps: readonly TimedStep[], name: string) => steps.find((step) => step.name === name)?.milliseconds
  const rows = names.map((name) => [name, ...columns.map((steps) => formatSpan(time(steps, name) ?? 0))])
  const total = (steps: readonly TimedStep[]) => steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  return [...rows, ['all', ...columns.map((steps) => formatSpan(total(steps)))]]
}
