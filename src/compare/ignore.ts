import { matchText } from '../glob.js'
import { aspects, type Aspect, type Discrepancy } from './difference.js'

/** Aspects of a path; `files` with a pattern stands for all of them. */
const ofFiles: readonly Aspect[] = ['files', 'type', 'link', 'mode', 'owner', 'marks', 'digest']
/** Fields of metadata that have a name of their own. */
const fields = [
  'summary',
  'description',
  'url',
  'license',
  'maintainer',
  'packager',
  'vendor',
  'distribution',
  'section',
  'priority',
  'group',
  'changelog',
]

/** All names that may be ignored. */
export const ignorable: readonly string[] = [...aspects, ...fields]

/** The name of something to ignore: what stands before the colon of `digest:/usr/bin/*`. */
export function nameOfIgnored(item: string): string {
  return item.split(':', 1)[0] ?? ''
}

/**
 * Makes the judge of what is ignored. An item is a name, or a name and a pattern of where, in which `*` stands for any
 * characters: `size`, `relations:requires`, `files:/usr/share/doc/*`. `files` stands for everything about a path.
 */
export function ignoreItems(items: readonly string[]): (finding: Discrepancy) => boolean {
  const rules = items.map((item) => {
    const name = nameOfIgnored(item)
    const pattern = item.includes(':') ? item.slice(name.length + 1) : '*'
    if (fields.includes(name)) return { whats: ['metadata'], pattern: name }
    return { whats: name === 'files' ? ofFiles : [name], pattern }
  })
  return ({ what, where }) => rules.some((rule) => rule.whats.includes(what) && matchText(rule.pattern, where))
}
