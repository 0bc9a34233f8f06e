import { childrenOf, parseXml } from '../../xml.js'

/**
 * The publisher's state of a repository, from `_result` of all its architectures: newer backends answer
 * /published/P/R?view=status themselves, 2.9.4 does not. Published only when every architecture is and none is dirty.
 */
export function judgePublication(xml: string): string {
  const results = childrenOf(parseXml(xml), 'result').map(({ attributes }) => attributes)
  const codes = results.map(({ code = 'unknown' }) => code)
  if (codes.length === 0) return 'unknown'
  if (codes.includes('broken')) return 'broken'
  if (codes.includes('publishing')) return 'publishing'
  if (results.some(({ code, dirty }) => dirty === 'true' || (code !== 'published' && code !== 'unpublished'))) return 'building'
  return codes.every((code) => code === 'published') ? 'published' : 'unpublished'
}
