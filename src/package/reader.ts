import { open } from 'node:fs/promises'
import { ToolError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { complaint } from '../host/tool.js'
import { readDeb } from './deb.js'
import type { PackageFormat, PackageModel } from './package-model.js'
import type { PayloadLimits } from './package-payload.js'
import { readRpm } from './rpm.js'

const readers = { deb: readDeb, rpm: readRpm }

/**
 * Reads a package whole, its payload too. Throws a {@link WorkError} that names the package when it cannot be read, and a
 * {@link ToolError} when a program is missing.
 * @param shown how the package is named in the model and in errors; by default the file
 */
export async function readPackage(file: string, host: Host, shown = file, limits?: PayloadLimits): Promise<PackageModel> {
  const format = await recognizePackage(file).catch((error: unknown) => {
    throw new WorkError(`${shown} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`, { cause: error })
  })
  if (format === undefined) throw new WorkError(`${shown} is neither a deb nor an rpm.`)
  try {
    return { file: shown, ...(await readers[format](file, host, limits)) }
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    throw new WorkError(`${shown} is a damaged ${format}, so build or download it again: ${reason}.`, { cause: error })
  }
}

/** What is wrong with a package; undefined when it is not the package that something is wrong with. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof ToolError && error.code !== undefined)
    return complaint({ code: error.code, stdout: '', stderr: error.stderr }, /error/)
  return error instanceof WorkError ? error.message : undefined
}

/** The format by a file's first bytes; rpm would take a text for a list of packages to open. */
export async function recognizePackage(file: string): Promise<PackageFormat | undefined> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8)
    const start = buffer.subarray(0, bytesRead)
    // The magic of ar archives (deb(5)) and of an rpm's lead (rpm's docs, format/lead).
    if (start.equals(Buffer.from('!<arch>\n'))) return 'deb'
    return start.subarray(0, 4).equals(Buffer.from('edabeedb', 'hex')) ? 'rpm' : undefined
  } finally {
    await handle.close()
  }
}
