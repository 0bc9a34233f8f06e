import { ServiceError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Cell } from '../plan/plan.js'
import { listBuiltFiles, type BuiltFile } from './container.js'
import { apiPath, type Osc } from './osc.js'
import { nameCell } from './result.js'

export interface UnplannedRequest {
  readonly project: string
  /** The packages about to be released, and the cells that are wanted of them. */
  readonly names: readonly string[]
  readonly cells: readonly Cell[]
  /** The repositories that a release takes along. */
  readonly repositories: readonly string[]
  /** Whether a plan says which cells there are; where nobody has planned, nothing is removed. */
  readonly planned: boolean
}

/** Milliseconds in which OBS removes wiped binaries. */
const wipeTime = 60_000

/**
 * Removes the binaries of cells that are not planned, which a release would copy: disabling a build leaves those that it
 * made before. Only in packages that a plan describes and in a project that obs-publish made, which `isOurs` tells; elsewhere a
 * {@link WorkError} names them.
 */
export async function removeUnplanned(
  { project, names, cells, repositories, planned }: UnplannedRequest,
  osc: Osc,
  host: Host,
  isOurs: (project: string, osc: Osc) => Promise<boolean>,
): Promise<void> {
  const find = async () => {
    const files = await listBuiltFiles(project, names, osc)
    return listStray(
      files.filter(({ repository }) => repositories.includes(repository)),
      cells,
    )
  }
  const stray = await find()
  if (stray.length === 0) return
  const words = stray.map(nameCell).join(', ')
  if (!planned || !(await isOurs(project, osc)))
    throw new WorkError(
      `Nothing was released: ${project} holds binaries of ${words}, which are not to be released, and a release would take them along; remove them with osc wipebinaries --build-disabled, or have them built.`,
    )
  for (const cell of stray) {
    host.log.info(`removing the binaries of ${nameCell(cell)}, which is not planned any more`)
    const query = [
      ['cmd', 'wipe'],
      ['package', cell.package],
      ['repository', cell.builder],
      ['arch', cell.architecture],
    ] as const
    await osc.change('POST', apiPath(['build', project], query))
  }
  const deadline = host.clock.now() + wipeTime
  while ((await find()).length > 0) {
    if (host.clock.now() > deadline)
      throw new ServiceError({
        url: `/build/${project}`,
        reason: `the binaries of ${words} are still in ${project}`,
        hint: 'a later run goes on',
        unfinished: true,
      })
    await host.clock.sleep(1000)
  }
}

function listStray(files: readonly BuiltFile[], cells: readonly Cell[]): readonly Cell[] {
  const stray = new Map<string, Cell>()
  for (const { container: name, repository: builder, architecture } of files) {
    const cell = { package: name, builder, architecture }
    if (!cells.some((other) => nameCell(other) === nameCell(cell))) stray.set(nameCell(cell), cell)
  }
  return [...stray.values()]
}
