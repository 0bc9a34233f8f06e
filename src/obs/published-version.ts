import { mapInParallel } from '../host/parallel.js'
import type { Cell } from '../plan/plan.js'
import type { BuiltFile } from './container.js'
import { apiPath, type Osc } from './osc.js'
import type { CellVersions } from '../version/cell-versions.js'
import { childOf, parseXml } from '../xml.js'

/**
 * Reads the versions of some cells' packages from the files that OBS has of them in a project's package, without the
 * subpackages. OBS tells what is in a file one file at a time (`view=fileinfo`; `_result` with versrel tells the
 * version of the sources), so only files are asked for whose name begins with the package's.
 */
export async function readVersions(
  project: string,
  container: string,
  cells: readonly Cell[],
  files: readonly BuiltFile[],
  osc: Osc,
): Promise<CellVersions> {
  const versions: Record<string, Record<string, string>> = {}
  const found = await mapInParallel(cells, 3, (cell) => readVersion(project, container, cell, files, osc))
  for (const [index, { builder, architecture }] of cells.entries()) {
    const version = found[index]
    if (version !== undefined) versions[builder] = { ...versions[builder], [architecture]: version }
  }
  return versions
}

async function readVersion(
  project: string,
  container: string,
  { package: name, builder, architecture }: Cell,
  files: readonly BuiltFile[],
  osc: Osc,
): Promise<string | undefined> {
  const candidates = files
    .filter((file) => file.repository === builder && file.architecture === architecture)
    .map(({ file }) => file)
    .filter((file) => file.startsWith(`${name}_`) || file.startsWith(`${name}-`))
    // A subpackage has the same version and a longer name.
    .sort((left, right) => left.length - right.length)
  for (const file of candidates) {
    const text = await osc.read(apiPath(['build', project, builder, architecture, container, file], [['view', 'fileinfo']]))
    if (text === undefined) continue
    const info = parseXml(text)
    const read = (field: string) => childOf(info, field)?.text
    if (read('name') === name) return [read('version'), read('release')].filter((part) => part !== undefined).join('-')
  }
  return undefined
}
