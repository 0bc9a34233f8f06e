import type { Inventory, ReleasedContainer } from './inventory.js'

/** A container that somebody decided to withdraw, as it was when that was decided. */
export type Decided = Pick<ReleasedContainer, 'name' | 'package' | 'srcmd5' | 'files'>

/** What becomes of the containers that were decided on, by what is there now. */
export interface WithdrawalDecision {
  /** What may go. */
  readonly go: readonly ReleasedContainer[]
  /** What has gone already. */
  readonly gone: readonly Decided[]
  /** Why some may not: a sentence for each. With one of them nothing may. */
  readonly refusals: readonly string[]
}

/** Compares what was decided with what a publish project holds now: only the very same is withdrawn. */
export function decideWithdrawal(decided: readonly Decided[], { released, foreign }: Inventory): WithdrawalDecision {
  const go: ReleasedContainer[] = []
  const gone: Decided[] = []
  const refusals: string[] = []
  for (const each of decided) {
    const stranger = foreign.find(({ name }) => name === each.name)
    const found = released.find(({ name }) => name === each.name)
    if (stranger !== undefined) refusals.push(`${each.name} is not what the suite released: ${stranger.reason}.`)
    else if (found === undefined) gone.push(each)
    else {
      const difference = describeDifference(each, found)
      if (difference === undefined) go.push(found)
      else refusals.push(`${each.name} is another than was decided on: ${difference}.`)
    }
  }
  return { go, gone, refusals }
}

function describeDifference(decided: Decided, found: ReleasedContainer): string | undefined {
  if (found.package !== decided.package) return `it is a release of ${found.package}, not of ${decided.package}`
  if (found.srcmd5 !== decided.srcmd5) return `its sources are ${found.srcmd5}, not ${decided.srcmd5}`
  const [wanted, present] = [nameFiles(decided), nameFiles(found)]
  const more = [...present].filter((file) => !wanted.has(file))
  if (more.length > 0) return `it holds ${more.join(', ')} besides`
  const less = [...wanted].filter((file) => !present.has(file))
  return less.length > 0 ? `it lacks ${less.join(', ')}` : undefined
}

function nameFiles({ files }: Decided): ReadonlySet<string> {
  return new Set(files.map(({ repository, architecture, file }) => `${repository}/${architecture}/${file}`).sort())
}
