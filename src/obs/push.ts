import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError, UserError } from '../error.js'
import { exists, hashBytes, hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { findContainer } from './container.js'
import { packageMeta } from './meta.js'
import { apiPath, type Osc } from './osc.js'
import { childrenOf, element, parseXml, writeXml, type Element } from '../xml.js'

/** The state of a package's sources: what waiting and releasing are about. */
export interface Revision {
  readonly package: string
  readonly rev: string
  /** Identifies the content: equal sources have an equal srcmd5. */
  readonly srcmd5: string
  /** Whether this run made it. */
  readonly changed: boolean
  /** The container that holds a release of exactly these sources: there is nothing left to commit or to build. */
  readonly container?: string | undefined
}

/** What is pushed where. */
export interface PushTarget {
  readonly project: string
  readonly packages: readonly string[]
  readonly plan: Plan | undefined
}

/** Pushes every package of a target, telling the revisions after each. */
export async function pushSources(
  { project, packages, plan }: PushTarget,
  sources: string,
  message: string | undefined,
  osc: Osc,
  host: Host,
  tell: (revisions: readonly Revision[]) => void,
): Promise<readonly Revision[]> {
  const revisions: Revision[] = []
  const comment = message ?? (plan ? `Update to ${plan.version.upstream}` : 'Update')
  for (const name of packages) {
    const own = join(sources, name)
    const folder = packages.length === 1 && !(await exists(own)) ? sources : own
    const revision = await pushPackage(project, name, folder, comment, osc, host, plan?.publishProject)
    host.log.info(describe(project, revision))
    revisions.push(revision)
    tell(revisions)
  }
  return revisions
}

function describe(project: string, { package: name, rev, changed, container }: Revision): string {
  if (container !== undefined) return `${name}: these sources are released already, as ${container}`
  return `${project}/${name}: revision ${rev} ${changed ? 'is new' : 'has these sources already'}`
}

/**
 * Makes the sources of a package on OBS exactly the files of a folder, in one revision, or in none when they
 * are the same already. Sources that were released once are not committed again over newer ones: their
 * container is the answer. A missing package is made; a missing project is a UserError.
 *
 * The file list is offered first (`cmd=commitfilelist`), OBS names the contents it lacks, those are sent, and
 * the list is offered again, which commits it: nothing is visible before.
 */
export async function pushPackage(
  project: string,
  name: string,
  folder: string,
  message: string,
  osc: Osc,
  host: Host,
  publishProject?: string,
): Promise<Revision> {
  const wanted = await listFiles(folder, name)
  const current = await readSources(project, name, osc)
  if (current && sameFiles(current, wanted)) return toRevision(name, current, false)
  if (publishProject !== undefined) {
    const srcmd5 = sourceDigest(wanted)
    const container = await findContainer(publishProject, name, srcmd5, osc)
    if (container !== undefined) return { package: name, rev: '', srcmd5, changed: false, container }
  }
  if (!current) await createPackage(project, name, osc, host)
  const list = writeXml(
    element(
      'directory',
      {},
      wanted.map(({ file, md5 }) => element('entry', { name: file, md5 })),
    ),
  )
  const commit = () => offerList(project, name, list, message, osc)
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

/**
 * The revision that a package has now. A UserError when the package is missing, has no sources, or lacks the file
 * that tells the wanted version's sources from another's: OBS builds the newest sources only.
 */
export async function readRevision(project: string, name: string, osc: Osc, file?: string): Promise<Revision> {
  const current = await readSources(project, name, osc)
  if (current?.attributes['rev'] === undefined) {
    throw new UserError(`${project}/${name} has no sources on OBS; run obs-push first, or check the names.`)
  }
  if (file !== undefined && !childrenOf(current, 'entry').some(({ attributes }) => attributes['name'] === file)) {
    throw new UserError(
      `The sources of ${project}/${name} on OBS are of another version, they lack ${file}; push the wanted version again, or correct the input \`version\`.`,
    )
  }
  return toRevision(name, current, false)
}

interface SourceFile {
  readonly file: string
  readonly md5: string
}

async function listFiles(folder: string, name: string): Promise<SourceFile[]> {
  if (!(await exists(folder)))
    throw new UserError(
      `There is no source directory ${folder} for package ${name}; run build-tarball and render-specs, or check the input \`sources\`.`,
    )
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => entry.name)
  if (files.length === 0) throw new UserError(`The source directory ${folder} of package ${name} holds no file.`)
  return Promise.all(files.sort().map(async (file) => ({ file, md5: await hashFile(join(folder, file), 'md5') })))
}

/** OBS's srcmd5 of a file list without links or services: the MD5 of its `md5  name` lines, sorted by name. */
export function sourceDigest(files: readonly SourceFile[]): string {
  const lines = files.map(({ file, md5 }) => ({ file, line: `${md5}  ${file}\n` }))
  return hashBytes(
    lines
      .sort((left, right) => (left.file < right.file ? -1 : 1))
      .map(({ line }) => line)
      .join(''),
    'md5',
  )
}

async function readSources(project: string, name: string, osc: Osc): Promise<Element | undefined> {
  const text = await osc.read(apiPath(['source', project, name]))
  return text === undefined ? undefined : parseXml(text)
}

/** Files that OBS's source services made are not the user's. */
function sameFiles(current: Element, wanted: readonly SourceFile[]): boolean {
  const write = (files: readonly SourceFile[]) =>
    files
      .map(({ file, md5 }) => `${md5}  ${file}`)
      .sort()
      .join('\n')
  const found = childrenOf(current, 'entry')
    .map(({ attributes }) => ({ file: attributes['name'] ?? '', md5: attributes['md5'] ?? '' }))
    .filter(({ file }) => !file.startsWith('_service:'))
  return write(found) === write(wanted)
}

async function createPackage(project: string, name: string, osc: Osc, host: Host): Promise<void> {
  if ((await osc.read(apiPath(['source', project, '_meta']))) === undefined) {
    throw new UserError(`OBS has no project ${project}; run obs-provision, or check the name.`)
  }
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
    return current && sameFiles(current, wanted) ? current : commit()
  }
}

function toRevision(name: string, directory: Element, changed: boolean): Revision {
  const { rev, srcmd5 } = directory.attributes
  if (rev === undefined || srcmd5 === undefined)
    throw new ServiceError({ url: `/source/…/${name}`, reason: 'a file list without a revision', retriable: true })
  return { package: name, rev, srcmd5, changed }
}
