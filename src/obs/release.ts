import { ServiceError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Cell } from '../plan/plan.js'
import { findContainer, listBuiltFiles, releaseTargets, type BuiltFile } from './container.js'
import { observer, type Observe } from './observe.js'
import { apiPath, readXml, type Osc } from './osc.js'
import { waitUntilPublished } from './published.js'
import type { Revision } from './push.js'
import type { Released } from './published.js'
import { nameCell } from './result.js'
import { readVersions } from './published-version.js'
import { judgeCells } from './wait.js'

export interface ReleaseRequest {
  readonly project: string
  readonly cells: readonly Cell[]
  readonly revisions: readonly Revision[]
  /** Milliseconds that publishing may take. */
  readonly timeout: number
  readonly interval: number
  /** How to look at the cells; by default anew. */
  readonly observe?: Observe
}

/**
 * Releases the revisions into the publish project and waits until OBS has published them. Before the first
 * effect every cell must have succeeded, else nothing is released: a {@link WorkError} when a build failed, a
 * {@link ServiceError} when builds are still to end. A revision that is
 * in the publish project already is not released again: every release makes another container.
 */
export async function releaseRevisions(request: ReleaseRequest, osc: Osc, host: Host): Promise<readonly Released[]> {
  const { project, cells, revisions } = request
  await requireSuccess(request, osc, host)
  const meta = await readXml(osc, apiPath(['source', project, '_meta']), `OBS has no project ${project}; run obs-provision.`)
  const targets = releaseTargets(meta)
  const targetProject = targets[0]?.targetProject
  const released: Released[] = []
  for (const revision of revisions) {
    const own = cells.filter((cell) => cell.package === revision.package)
    const stray = own.find(
      ({ builder }) => targetProject !== undefined && !targets.some(({ repository }) => repository === builder),
    )
    if (stray)
      throw new WorkError(
        `Repository ${stray.builder} of ${project} has no release target with trigger="manual"; run obs-provision. Nothing of ${revision.package} was released.`,
      )
    released.push(await releaseOne(project, targetProject, revision, own, osc, host))
  }
  await waitUntilPublished(released, request, osc, host)
  return released
}

async function requireSuccess({ project, cells, revisions, observe }: ReleaseRequest, osc: Osc, host: Host): Promise<void> {
  const look = observe ?? observer(project, cells, revisions, osc)
  let results = await look()
  // A refusal counts when it was seen twice, and a build may be about to be recorded.
  if (judgeCells(results) === 'pending') {
    await host.clock.sleep(2000)
    results = await look()
  }
  const state = judgeCells(results)
  if (state === 'succeeded') return
  const bad = results.filter((cell) => cell.state !== 'succeeded')
  const list = bad.map((cell) => `${nameCell(cell)} is ${cell.code}${cell.reason ? ` (${cell.reason})` : ''}`).join('; ')
  const sentence = `Nothing was released, because not every build of these sources has succeeded: ${list || 'there is no build at all'}.`
  if (bad.some((cell) => cell.state === 'failed') || results.length === 0) throw new WorkError(sentence)
  throw new ServiceError({ url: `/build/${project}`, reason: sentence, hint: 'run obs-wait, then release again' })
}

async function releaseOne(
  project: string,
  target: string | undefined,
  { package: name, srcmd5 }: Revision,
  cells: readonly Cell[],
  osc: Osc,
  host: Host,
): Promise<Released> {
  if (target === undefined) {
    const files = await listBuiltFiles(project, name, osc)
    const versions = await readVersions(project, name, cells, files, osc)
    return { package: name, project, versions, files, changed: false }
  }
  const before = await findContainer(target, name, srcmd5, osc)
  if (before === undefined) {
    host.log.info(`releasing ${name} to ${target}`)
    await release(project, target, name, srcmd5, osc, host)
  } else host.log.info(`${name} is in ${target} already, as ${before}`)
  const container = before ?? (await findContainer(target, name, srcmd5, osc))
  if (container === undefined)
    throw new ServiceError({ url: `/source/${target}`, reason: `the release of ${name} left no container`, retriable: true })
  const files = await untilComplete(target, container, cells, osc, host)
  const versions = await readVersions(target, container, cells, files, osc)
  return { package: name, project: target, container, versions, files, changed: before === undefined }
}

/** A release whose answer was lost may have happened, or still be happening: the container tells. */
async function release(project: string, target: string, name: string, srcmd5: string, osc: Osc, host: Host): Promise<void> {
  try {
    await osc.change('POST', apiPath(['source', project, name], [['cmd', 'release']]))
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.retriable) throw error
    host.log.info(`${error.message}; looking whether the release happened`)
    for (let look = 0; look < 10; look++) {
      await host.clock.sleep(3000)
      if ((await findContainer(target, name, srcmd5, osc)) !== undefined) return
    }
    throw error
  }
}

/** Binaries are copied after the container was made; waits until each cell has one. */
async function untilComplete(
  target: string,
  container: string,
  cells: readonly Cell[],
  osc: Osc,
  host: Host,
): Promise<readonly BuiltFile[]> {
  const deadline = host.clock.now() + 300_000
  for (;;) {
    const files = await listBuiltFiles(target, container, osc)
    const missing = cells.filter(
      (cell) => !files.some((file) => file.repository === cell.builder && file.architecture === cell.architecture),
    )
    if (missing.length === 0) return files
    if (host.clock.now() > deadline) {
      throw new ServiceError({
        url: `/source/${target}/${container}`,
        reason: `the release lacks ${missing.map(nameCell).join(', ')}`,
        hint: 'run the release again, which goes on once OBS has them; if it never has, ask the administrator of the OBS instance',
      })
    }
    await host.clock.sleep(2000)
  }
}
