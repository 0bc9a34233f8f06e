import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { UserError } from '../error.js'
import { isGlob, matcher } from '../glob.js'
import { exists, isFolder, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'

/** A report, and where it comes from: for messages. */
export interface ReportText {
  readonly from: string
  readonly text: string
}

const artifactPrefix = 'artifact:'

/**
 * Reads the reports that entries name: the path of a file, a folder with all *.json in it and below, a pattern, or
 * `artifact:NAME`, in which `*` stands for any characters. An artifact that is not there has none, because the job that makes
 * it may not have come so far; any other entry without a report is a {@link UserError}.
 */
export async function readReports(entries: readonly string[], host: Host): Promise<readonly ReportText[]> {
  const found = await Promise.all(
    entries.map((entry) =>
      entry.startsWith(artifactPrefix)
        ? readArtifacts(entry.slice(artifactPrefix.length), host)
        : readFiles(entry, host.directories.work),
    ),
  )
  return found.flat()
}

async function readFiles(entry: string, work: string): Promise<readonly ReportText[]> {
  const path = resolve(work, entry)
  if (await isFolder(path)) return requireSome(entry, await readFolder(path))
  if (!isGlob(entry)) {
    if (!(await exists(path)))
      throw new UserError(`Input \`reports\` has ${entry}, and there is no ${path}; give artifact:NAME for an artifact.`)
    return [{ from: entry, text: (await readNamedFile(path)).toString('utf8') }]
  }
  const start = entry.slice(0, entry.search(/[*?]/))
  const folder = resolve(work, start.slice(0, start.lastIndexOf('/') + 1) || '.')
  const isWanted = matcher(path.split(sep).join('/'))
  const all = (await isFolder(folder)) ? await listFiles(folder) : []
  return requireSome(
    entry,
    await readAll(
      all.filter((file) => isWanted(file.split(sep).join('/'))),
      work,
    ),
  )
}

function requireSome(entry: string, found: readonly ReportText[]): readonly ReportText[] {
  if (found.length === 0) throw new UserError(`Input \`reports\` has ${entry}, and no report is there.`)
  return found
}

async function readArtifacts(pattern: string, host: Host): Promise<readonly ReportText[]> {
  await mkdir(host.directories.temp, { recursive: true })
  const folder = await mkdtemp(join(host.directories.temp, 'reports-'))
  try {
    await host.artifacts.download(pattern, folder)
    return await readFolder(folder)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    host.log.info(error.message)
    return []
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readFolder(folder: string): Promise<readonly ReportText[]> {
  return readAll(
    (await listFiles(folder)).filter((file) => file.endsWith('.json')),
    folder,
  )
}

function readAll(files: readonly string[], base: string): Promise<readonly ReportText[]> {
  return Promise.all(
    files.map(async (file) => ({ from: relative(base, file), text: (await readNamedFile(file)).toString('utf8') })),
  )
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
