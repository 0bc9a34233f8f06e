import type { Change } from '../obs/provision.js'
import { count } from '../plural.js'
import { renderTable } from './table.js'

/** A longer diff is folded away. */
const mostLines = 40

const verbs = { check: 'would be made', apply: 'made', remove: 'made' } as const

/** What differs between the projects on OBS and the config, what became of it, and the lines. */
export function renderProvision(changes: readonly Change[], diff: string, mode: keyof typeof verbs): string {
  if (changes.length === 0) return mode === 'remove' ? 'There was nothing to remove.' : 'The OBS projects are as the config says.'
  const kept = changes.filter((change) => change.kept).length
  const number = changes.length - kept
  const title = `${number === 0 ? 'No change' : count(number, 'change')} ${verbs[mode]} on OBS`
  const rows = changes.map(({ project, package: name = '', what, kept: stays, removes }) => [
    ...[project, name, what],
    stays ? 'stays' : removes ? 'deleted' : '',
  ])
  return [
    `### ${title}${kept > 0 ? `, ${kept} left as it is` : ''}`,
    ...(mode === 'check' && number > 0 ? ['The mode `apply` makes them.'] : []),
    renderTable(['Project', 'Package', 'Difference', ''], rows),
    ...(diff === '' ? [] : [renderDiff(diff.trimEnd())]),
  ].join('\n\n')
}

function renderDiff(diff: string): string {
  const block = ['```diff', diff, '```'].join('\n')
  return diff.split('\n').length > mostLines
    ? `<details><summary>The lines that differ</summary>\n\n${block}\n\n</details>`
    : block
}
