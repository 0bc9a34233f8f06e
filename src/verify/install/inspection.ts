import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ToolError, WorkError } from '../../error.js'
import type { Host } from '../../host/host.js'
import { findEscape, type Contents } from '../../package/package-escape.js'
import { listControlMembers, listMembers } from '../../package/members.js'
import type { Format } from '../../format.js'

/** A package on this machine, by the name that a person knows it by. */
export interface Archive {
  readonly name: string
  readonly file: string
}

/** The packages below a folder. */
export async function listArchives(folder: string, suffix: '.deb' | '.rpm'): Promise<readonly Archive[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => name.endsWith(suffix)).map((name) => ({ name: basename(name), file: join(folder, name) }))
}

/**
 * Looks through packages before any of them is unpacked or installed into a root. Resolves to a sentence about the
 * first that is damaged or would write outside of the root; undefined when all can be unpacked. Throws a ToolError
 * when a program is missing.
 */
export async function inspectArchives(format: Format, archives: readonly Archive[], host: Host): Promise<string | undefined> {
  if (archives.length === 0) return 'there is no package to look through'
  const packages: Contents[] = []
  for (const { name, file } of archives) {
    try {
      packages.push({ name, members: await listMembers(format, file, host) })
      const problem = format === 'deb' ? await inspectControl(name, file, host) : undefined
      if (problem !== undefined) return problem
    } catch (error) {
      const isMissing = error instanceof ToolError && error.code === undefined
      if (isMissing || !(error instanceof ToolError || error instanceof WorkError)) throw error
      return `${name} cannot be looked through: ${error.message}`
    }
  }
  return findEscape(packages)
}

/** dpkg gives the files of a control archive modes and moves them, and would do so where a link leads. */
async function inspectControl(name: string, file: string, host: Host): Promise<string | undefined> {
  const members = await listControlMembers(file, host)
  const odd = members.find(({ type }) => type !== 'file' && type !== 'folder')
  if (odd !== undefined) return `${name} has in its control archive ${JSON.stringify(odd.name)}, which is no file`
  return findEscape([{ name: `the control archive of ${name}`, members }])
}
