import type { PromotionChange } from '../promotion/promotion-change.js'
import type { Difference } from '../compare/difference.js'
import type { CheckResult } from '../verify/request.js'
import { renderChecks } from './checks.js'
import { toRows } from './differences.js'
import { clip } from './foreign-text.js'
import { quoteCell } from './markdown.js'
import { renderTable } from './table.js'

/** GitHub takes no longer text in a pull request than 65,536 characters. */
const longest = 60_000

/** What there is to say of a promotion. */
export interface RenderedPromotion {
  readonly changes: readonly PromotionChange[]
  readonly problems: readonly string[]
  readonly unlisted: readonly string[]
  readonly mode: 'record' | 'check' | 'apply'
  /** Whether all of it has been done. */
  readonly done: boolean
  readonly report: readonly CheckResult[]
  /** Where what is to be published was verified: a sentence each. */
  readonly grounds: readonly string[]
  /** In what packages are others than those of the version before. */
  readonly differences?: readonly Difference[]
  readonly previous?: string | undefined
}

/** What a list of promotions changes, as Markdown: what appears and disappears where, and what speaks against it. */
export function renderPromotion({
  mode,
  changes,
  problems,
  unlisted,
  done,
  report,
  grounds,
  differences = [],
  previous,
}: RenderedPromotion): string {
  const lines = [problems.length > 0 ? '❌ Refused; nothing was changed.' : describe(mode, changes.length, done, report)]
  lines.push(...problems.map((problem) => `- ${quoteCell(problem)}`))
  if (changes.length > 0)
    lines.push(
      '',
      renderTable(
        ['', 'Channel', 'Version', 'Package', 'Where', 'Cells', ''],
        changes.map((change) => [
          change.action === 'withdraw' || change.action === 'yank' ? '➖' : '➕',
          change.channel,
          change.version,
          change.package,
          change.project,
          nameCells(change.files),
          explain(change),
        ]),
      ),
    )
  if (unlisted.length > 0)
    lines.push('', `Published and not in the list, so left as it is: ${unlisted.map((name) => `\`${name}\``).join(', ')}.`)
  if (report.length > 0) lines.push('', '### What was proved', ...listLines(grounds), '', renderChecks(report))
  if (previous !== undefined)
    lines.push(
      '',
      `### Compared with ${previous}`,
      '',
      differences.length === 0
        ? 'Files, relations and scripts are the same.'
        : renderTable(['Package', 'What', 'Where', previous, 'now'], toRows(differences)),
    )
  return clip(lines.join('\n'), longest)
}

/** Sentences as a list with a line before it; nothing for none. */
function listLines(sentences: readonly string[]): readonly string[] {
  return sentences.length === 0 ? [] : ['', ...sentences.map((each) => `- ${quoteCell(each)}`)]
}

function describe(mode: RenderedPromotion['mode'], count: number, done: boolean, report: readonly CheckResult[]): string {
  if (mode === 'record')
    return count === 0 ? '✅ The list says so already.' : '✅ The list says so now; who merges it decides that it is so.'
  if (mode === 'apply' && report.some(({ passed }) => !passed))
    return count === 0
      ? '❌ What is published is what the list says, and it does not pass; see below.'
      : '❌ Not all that the list says was done, because users would not get what was proved; see below.'
  if (count === 0) return '✅ What is published is what the list says.'
  if (mode === 'apply')
    return done ? '✅ What is published is what the list says now.' : '⏳ Not all that the list says is done yet.'
  return `✅ ${count} ${count === 1 ? 'change' : 'changes'} would be made on OBS.`
}

/** `deb: x86_64, aarch64; rpm: x86_64`. */
function nameCells(files: readonly string[]): string {
  const builders = new Map<string, Set<string>>()
  for (const path of files) {
    const [builder = '', architecture = ''] = path.split('/')
    builders.set(builder, (builders.get(builder) ?? new Set()).add(architecture))
  }
  return [...builders].map(([builder, architectures]) => `${builder}: ${[...architectures].join(', ')}`).join('; ')
}

function explain({ from, reason, instead = {} }: PromotionChange): string {
  if (reason === undefined) return from === undefined ? '' : `from ${from}`
  const offered = Object.entries(instead).map(([builder, version]) => `${builder} offers ${version ?? 'nothing'} instead`)
  return quoteCell([`yanked: ${reason}`, ...offered].join('; '))
}
