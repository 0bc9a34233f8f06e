import { join } from 'node:path'
import { ServiceError, UserError } from '../error.js'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import type { Plan } from '../plan/plan.js'
import { findReleases, missingCells } from './container.js'
import { packageMeta } from './meta.js'
import { apiPath, type Osc } from './osc.js'
import { committedFiles, isLink, listFiles, readSources, sameFiles, sourceDigest, type SourceFile } from './source-files.js'
import { readSourceInfos, type SourceInfo } from './source-info.js'
import { childrenOf, element, parseXml, type Element } from '../xml.js'
import { writeXml } from '../xml-writer.js'

/** The state of a package's sources: what waiting and releasing are about. */
export interface Revision {
  readonly package: string
  readonly rev: string
  /** Identifies the content: equal sources have an equal srcmd5. */
  readonly srcmd5: string
  /** Whether this run made it. */
  readonly changed: boolean
  /** The containers that together hold a whole release of exactly these sources: nothing is left to commit or to build. */
  readonly containers?: readonly string[] | undefined
}

/** What is pushed where. */
export interface PushTarget {
  readonly project: string
  readonly packages: readonly string[]
  readonly plan: Plan | undefined
}

export interface PushOptions {
  /** The folder with a source directory for each package. */
  readonly sources: string
  readonly message: string | undefined
  /** `update` keeps files on OBS that the source directory has not, `replace` removes them. */
  readonly mode: 'replace' | 'update'
}

/**
 * Makes the sources of each package on OBS exactly the files of its source directory, in one revision, or in none when they
 * are the same already. Sources whose release is whole are not committed again over newer ones: their containers are the
 * answer. A missing package is made; a missing project is a UserError. `tell` hears the revisions known so far.
 */
export async function pushSources(
  { project, packages, plan }: PushTarget,
  { sources, message, mode }: PushOptions,
  osc: Osc,
  host: Host,
  tell: (revisions: readonly Revision[]) => void,
): Promise<readonly Revision[]> {
  const comment = message ?? (plan ? `Update to ${plan.version.upstream}` : 'Update')
  const listed = await mapInParallel(packages, 2, async (name) => {
    const own = join(sources, name)
    const folder = packages.length === 1 && !(await exists(own)) ? sources : own
    const files = await listFiles(folder, name)
    return { name, folder, files, digest: sourceDigest(files) }
  })
  const infos = await readSourceInfos(project, packages, osc)
  if (infos === undefined)
    throw new UserError(`OBS has no project ${project} that the account may see; run obs-provision, or check the name.`)
  const digests = new Map(listed.map(({ name, digest }) => [name, digest]))
  const released =
    plan?.publishProject === undefined
      ? new Map<string, readonly string[]>()
      : await findWhole(plan, plan.publishProject, digests, osc)
  const known = new Map<string, Revision>()
  return mapInParallel(listed, 2, async ({ name, folder, files, digest }) => {
    const containers = released.get(name)
    const current = infos.get(name)
    const revision: Revision =
      containers === undefined
        ? await pushPackage({ project, name, folder, files, digest, current, mode, comment }, osc, host)
        : { package: name, rev: current?.srcmd5 === digest ? current.rev : '', srcmd5: digest, changed: false, containers }
    host.log.info(describe(project, revision))
    known.set(name, revision)
    tell(packages.flatMap((each) => known.get(each) ?? []))
    return revision
  })
}

/** The containers of each package whose release of these sources lacks nothing that the plan wants. */
async function findWhole(
  { cells }: Plan,
  publishProject: string,
  digests: ReadonlyMap<string, string>,
  osc: Osc,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const releases = await findReleases(publishProject, digests, osc)
  return new Map(
    [...releases].flatMap(([name, release]) => {
      const lacking = missingCells(
        release,
        cells.filter((cell) => cell.package === name),
      )
      return release.containers.length > 0 && lacking.length === 0 ? [[name, release.containers] as const] : []
    }),
  )
}

function describe(project: string, { package: name, rev, changed, containers }: Revision): string {
  if (containers !== undefined) return `${name}: these sources are released already, as ${containers.join(' and ')}`
  return `${project}/${name}: revision ${rev} ${changed ? 'is new' : 'has these sources already'}`
}

interface Push {
  readonly project: string
  readonly name: string
  readonly folder: string
  readonly files: readonly SourceFile[]
  readonly digest: string
  /** The sources that OBS has; undefined for a package that is to be made. */
  readonly current: SourceInfo | undefined
  readonly mode: 'replace' | 'update'
  readonly comment: string
}

/**
 * Commits one package. The file list is offered first (`cmd=commitfilelist`), OBS names the contents it lacks, those are
 * sent, and the list is offered again, which commits it: nothing is visible before.
 */
async function pushPackage(push: Push, osc: Osc, host: Host): Promise<Revision> {
  const { project, name, folder, current, digest, comment } = push
  if (current !== undefined && current.rev !== '' && current.srcmd5 === digest)
    return { package: name, rev: current.rev, srcmd5: digest, changed: false }
  const found = current === undefined ? undefined : await readSources(project, name, osc)
  const committed = found === undefined ? [] : committedFiles(found)
  const kept = push.mode === 'replace' ? [] : committed.filter(({ file }) => !push.files.some((other) => other.file === file))
  const wanted = [...push.files, ...kept]
  if (found?.attributes['rev'] !== undefined && sameFiles(committed, wanted)) return toRevision(name, found, false)
  if (found !== undefined && isLink(found) && !wanted.some(({ file }) => file === '_link'))
    throw new UserError(
      `${project}/${name} is a link to another package, and the source directory has no _link: a commit would end it; add the _link, or push into a package of its own.`,
    )
  if (found === undefined) await createPackage(project, name, osc, host)
  const entries = wanted.map(({ file, md5 }) => element('entry', { name: file, md5 }))
  const list = writeXml(element('directory', {}, entries))
  const commit = () => offerList(project, name, list, comment, osc)
  let answer = await settle(commit, project, name, wanted, osc, host)
  if (answer.attributes['error'] === 'missing') {
    for (const { attributes } of childrenOf(answer, 'entry')) {
      const file = attributes['name'] ?? ''
      host.log.info(`${name}: sending ${file}`)
      await osc.change('PUT', apiPath(['source', project, name, file], [['rev', 'repository']]), { file: join(folder, file) })
    }
    answer = await settle(commit, project, name, wanted, osc, host)
  }
  return toRevision(name, answer, true)
}

async function createPackage(project: string, name: string, osc: Osc, host: Host): Promise<void> {
  host.log.info(`${project} has no package ${name} yet, it is made`)
  await osc.change('PUT', apiPath(['source', project, name, '_meta']), { text: writeXml(packageMeta(project, name)) })
}

async function offerList(project: string, name: string, list: string, message: string, osc: Osc): Promise<Element> {
  const path = apiPath(
    ['source', project, name],
    [
      ['cmd', 'commitfilelist'],
      ['comment', message],
    ],
  )
  return parseXml(await osc.change('POST', path, { text: list }))
}

/** When the answer to a commit was lost, looks whether it happened, and repeats it only if it did not. */
async function settle(
  commit: () => Promise<Element>,
  project: string,
  name: string,
  wanted: readonly SourceFile[],
  osc: Osc,
  host: Host,
): Promise<Element> {
  try {
    return await commit()
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.retriable) throw error
    host.log.info(`${error.message}; looking whether the commit happened`)
    const current = await readSources(project, name, osc)
    return current?.attributes['rev'] !== undefined && sameFiles(committedFiles(current), wanted) ? current : commit()
  }
}

function toRevision(name: string, directory: Element, changed: boolean): Revision {
  const { rev, srcmd5 } = directory.attributes
  if (rev === undefined || srcmd5 === undefined)
    throw new ServiceError({ url: `/source/…/${name}`, reason: 'a file list without a revision', retriable: true })
  return { package: name, rev, srcmd5, changed }
}
