import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describeError, UserError } from '../error.js'
import { exists, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'

const artifactPrefix = 'artifact:'

/** Uploads the rows of a report as an artifact of the workflow run, for a job that reads them by {@link readRows}. */
export async function uploadRows(name: string, rows: readonly unknown[], host: Host): Promise<void> {
  const folder = await makeFolder(host)
  try {
    // By its name, so that several of them can be unpacked into one folder.
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(rows)}\n`)
    await host.artifacts.upload(name, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Reads an input that is rows of a report: JSON text, the path of a file, or `artifact:NAME`, in which `*` stands for any
 * characters. An artifact that is not there has no rows, because the job that makes it may not have come so far.
 * @param check what a row must be; throws an Error whose message completes "Input `x` …"
 */
export async function readRows<Row>(
  input: string,
  given: string | undefined,
  check: (value: unknown) => readonly Row[],
  host: Host,
): Promise<readonly Row[]> {
  if (given === undefined) return []
  const texts = await readTexts(input, given, host)
  return texts.flatMap((text) => {
    try {
      return check(JSON.parse(text))
    } catch (error) {
      const reason = error instanceof SyntaxError ? `is not JSON: ${error.message}` : describeError(error, '')
      throw new UserError(`Input \`${input}\` ${reason}.`)
    }
  })
}

async function readTexts(input: string, given: string, host: Host): Promise<readonly string[]> {
  if (given.trimStart().startsWith('[')) return [given]
  if (given.startsWith(artifactPrefix)) return readArtifacts(given.slice(artifactPrefix.length), host)
  const file = resolve(host.directories.work, given)
  if (!(await exists(file)))
    throw new UserError(`Input \`${input}\` is neither JSON nor a file: there is no ${file}; give artifact:NAME for an artifact.`)
  return [(await readNamedFile(file)).toString()]
}

async function readArtifacts(pattern: string, host: Host): Promise<readonly string[]> {
  const folder = await makeFolder(host)
  try {
    await host.artifacts.download(pattern, folder)
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
    return await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
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
