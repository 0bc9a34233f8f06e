import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError } from '../error.js'
import { exists, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'

const artifactPrefix = 'artifact:'

/** Uploads the rows of a report as an artifact of the workflow run, for a job that reads them by {@link readRows}. */
export function uploadRows(name: string, rows: readonly unknown[], host: Host): Promise<void> {
  return uploadReport(name, rows, host)
}

/** The same with more than the rows: the outputs that hold them. */
export async function uploadReport(name: string, report: object, host: Host): Promise<void> {
  const folder = await makeFolder(host)
  try {
    // By its name, so that several of them can be unpacked into one folder.
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(report)}\n`)
    await host.artifacts.upload(name, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Reads an input that is rows of a report: JSON text, the path of a file, or `artifact:NAME`, perhaps several with commas
 * between them, in which `*` stands for any characters. An artifact that is not there has no rows, because the job that makes it may not have come so far.
 * @param parse makes rows of a text that comes from somewhere; throws a {@link UserError}
 */
export async function readRows<Row>(
  input: string,
  given: string | undefined,
  parse: (content: string, from: string) => readonly Row[],
  host: Host,
): Promise<readonly Row[]> {
  if (given === undefined) return []
  if (/^\s*[[{]/.test(given)) return parse(given, `Input \`${input}\``)
  if (given.startsWith(artifactPrefix)) {
    // Several of them, each written so.
    const patterns = given.split(',').map((each) => each.trim().replace(/^artifact:/, ''))
    const texts: { name: string; text: string }[] = []
    for (const pattern of patterns) texts.push(...(await readArtifacts(pattern, host)))
    return texts.flatMap(({ name, text }) => parse(text, `Artifact ${name}`))
  }
  const file = resolve(host.directories.work, given)
  if (!(await exists(file)))
    throw new UserError(`Input \`${input}\` is neither JSON nor a file: there is no ${file}; give artifact:NAME for an artifact.`)
  return parse((await readNamedFile(file)).toString('utf8'), file)
}

async function readArtifacts(pattern: string, host: Host): Promise<readonly { name: string; text: string }[]> {
  const folder = await makeFolder(host)
  try {
    await host.artifacts.download(pattern, folder)
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
    return await Promise.all(
      names.map(async (name) => ({ name: name.slice(0, -'.json'.length), text: await readFile(join(folder, name), 'utf8') })),
    )
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    host.log.info(error.message)
    return []
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeFolder(host: Host): Promise<string> {
  await mkdir(host.directories.temp, { recursive: true })
  return mkdtemp(join(host.directories.temp, 'rows-'))
}
