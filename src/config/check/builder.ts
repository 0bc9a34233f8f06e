import type { Config } from '../schema.js'
import type { Finding } from './finding.js'

/** Finds architectures that a builder names twice; one that is limited to versions may be there again for others. */
export function checkBuilders({ builders }: Config): Finding[] {
  return Object.entries(builders).flatMap(([name, { architectures }]) =>
    architectures.flatMap((each, index): Finding[] => {
      if (typeof each !== 'string' || architectures.indexOf(each) === index) return []
      const path = ['builders', name, 'architectures', index]
      return [{ path, message: `${path.join('.')} names ${each} a second time; keep one.` }]
    }),
  )
}
