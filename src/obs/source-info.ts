import { apiPath, type Osc } from './osc.js'
import { packageQuery } from './package-query.js'
import { childOf, childrenOf, parseXml } from '../xml.js'

/** The state of a package's sources, as `GET /source/<project>?view=info` tells of it. */
export interface SourceInfo {
  readonly package: string
  readonly rev: string
  /** The srcmd5 of what was committed. */
  readonly srcmd5: string
  /** The srcmd5 that is built: it differs where services, links or branches add to what was committed. */
  readonly expanded: string
  /** Why they cannot be expanded: a service that runs, or what went wrong. */
  readonly error: string
}

/**
 * Reads the sources' state of some packages of a project in one request; all of it when no names are given. Undefined when
 * there is no such project. Packages that do not exist are left out.
 */
export async function readSourceInfos(
  project: string,
  packages: readonly string[],
  osc: Osc,
): Promise<ReadonlyMap<string, SourceInfo> | undefined> {
  const query = [['view', 'info'] as const, ...packageQuery(packages)]
  const text = await osc.read(apiPath(['source', project], query))
  if (text === undefined) return undefined
  return new Map(
    childrenOf(parseXml(text), 'sourceinfo').flatMap((info) => {
      const { package: name = '', rev = '', srcmd5, lsrcmd5 } = info.attributes
      // A name that does not exist is listed with nothing but an error.
      if (srcmd5 === undefined) return []
      const error = childOf(info, 'error')?.text ?? ''
      return [[name, { package: name, rev, srcmd5: lsrcmd5 ?? srcmd5, expanded: srcmd5, error }] satisfies [string, SourceInfo]]
    }),
  )
}
