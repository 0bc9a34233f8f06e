import * as v from 'valibot'
import { parseConfigDocument } from '../config/document.js'
import { explainAll, type Locate } from '../config/explain.js'
import { keysOf } from '../config/known.js'
import { UserError, type Location, type Problem } from '../error.js'
import { comparePackageVersions } from '../version/order.js'
import { readTag } from '../version/version.js'
import { promotionSchema, type PromotedVersion } from './promotion-schema.js'

/** What is published, as a project has agreed on it. */
export interface Promotion {
  readonly file: string
  readonly versions: readonly PromotedVersion[]
  /** Where a version of the list stands. */
  readonly locate: (index: number, ...rest: readonly string[]) => Location
}

/** Bytes: some thousand versions. */
const largest = 16 * 1024 * 1024

/**
 * Reads a promotion.yaml. Throws a {@link UserError} with everything that is wrong in it, each with its line and column.
 * @param file its path, for messages
 */
export function parsePromotion(file: string, text: string): Promotion {
  const document = parseConfigDocument(file, text, '', { what: 'The list of promotions', limit: largest })
  const locate: Locate = (path, part = 'value') => {
    for (let length = path.length; length > 0; length--) {
      const at = document.locate(path.slice(0, length), length === path.length ? part : 'key')
      if (at !== undefined) return at
    }
    return { file, line: 1, column: 1 }
  }
  const result = v.safeParse(promotionSchema, document.value)
  if (!result.success) throw new UserError(explainAll(result.issues, locate, (path) => keysOf(promotionSchema, path)))
  const versions = result.output.promotions
  const problems = [...findTwice(versions, locate), ...versions.flatMap((each, index) => checkFiles(each, index, locate))]
  if (problems.length > 0) throw new UserError(problems)
  return { file, versions, locate: (index, ...rest) => locate(['promotions', index, ...rest]) }
}

/** How a version is called in messages and by what it is found. */
export function nameVersion({ channel, version }: Pick<PromotedVersion, 'channel' | 'version'>): string {
  return `${version} in ${channel}`
}

/** Orders versions as their project writes them; what is no version by its letters. */
export function compareListed(left: string, right: string): number {
  return comparePackageVersions(readTag(left)?.package ?? left, readTag(right)?.package ?? right)
}

/** Whether a version is one that is meant. Throws a {@link UserError} when none is. */
export function chooseVersions(
  { file, versions }: Promotion,
  { version, channel }: { readonly version: string | undefined; readonly channel: string | undefined },
): (version: PromotedVersion) => boolean {
  const wanted = version?.replace(/^v/, '')
  const isWanted = (each: PromotedVersion) =>
    (wanted === undefined || each.version === wanted) && (channel === undefined || each.channel === channel)
  if ((wanted ?? channel) !== undefined && !versions.some(isWanted))
    throw new UserError(`${file} has no version that the inputs \`version\` and \`channel\` mean.`)
  return isWanted
}

function findTwice(versions: readonly PromotedVersion[], locate: Locate): readonly Problem[] {
  const seen = new Set<string>()
  return versions.flatMap((each, index) => {
    const name = nameVersion(each)
    if (seen.has(name)) return [{ message: `${name} is listed twice; keep one.`, at: locate(['promotions', index, 'version']) }]
    seen.add(name)
    return []
  })
}

function checkFiles({ channel, from, packages }: PromotedVersion, index: number, locate: Locate): readonly Problem[] {
  const problems: Problem[] = []
  if (from === channel)
    problems.push({ message: `from must be another channel than ${channel}.`, at: locate(['promotions', index, 'from']) })
  for (const [name, { files }] of Object.entries(packages)) {
    const within = ['promotions', index, 'packages', name, 'files']
    if (Object.keys(files).length === 0)
      problems.push({ message: `${name} has no file; remove it, or record the version again.`, at: locate(within, 'key') })
    for (const [path, digests] of Object.entries(files)) {
      const wanted = path.endsWith('.deb') ? (['sha256'] as const) : (['header', 'payload'] as const)
      const isRight = wanted.every((key) => digests[key] !== undefined) && Object.keys(digests).length === wanted.length
      if (!isRight)
        problems.push({
          message: `${path} must have ${wanted.join(' and ')}, and nothing else.`,
          at: locate([...within, path], 'key'),
        })
    }
  }
  return problems
}
