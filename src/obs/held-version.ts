import type { Plan } from '../plan/plan.js'
import { childrenOf, parseXml } from '../xml.js'
import { apiPath, type Osc } from './osc.js'
import { findFailed } from './rebuild.js'

/**
 * The version of a package's sources in a project, as packages carry it: by the name of the tarball, because the version in a
 * spec may be a macro. Undefined when the package is not there, or its sources are not the suite's.
 */
export function readBuiltVersion(project: string, name: string, osc: Osc): Promise<string | undefined> {
  return readTarballVersion(project, name, name, osc)
}

/** The same of a release of the package, which is called otherwise. */
export async function readTarballVersion(
  project: string,
  container: string,
  name: string,
  osc: Osc,
): Promise<string | undefined> {
  const text = await osc.read(apiPath(['source', project, container]))
  const files = text === undefined ? [] : childrenOf(parseXml(text), 'entry').map(({ attributes }) => attributes['name'] ?? '')
  const [tarball] = files.filter((file) => file.startsWith(`${name}_`) && file.endsWith(ending))
  return tarball?.slice(`${name}_`.length, -ending.length)
}

const ending = '.orig.tar.xz'

/** Whether any build of a plan has failed. */
export async function hasFailed({ buildProject, cells }: Plan, osc: Osc): Promise<boolean> {
  return (await findFailed(buildProject, cells, true, osc)).length > 0
}
