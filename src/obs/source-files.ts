import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'
import { exists, hashBytes, hashFile } from '../host/file.js'
import { apiPath, type Osc } from './osc.js'
import { childOf, childrenOf, parseXml, type Element } from '../xml.js'

/** A file of a package's sources. */
export interface SourceFile {
  readonly file: string
  readonly md5: string
}

/** The files of a source directory, sorted; hidden ones are not sources. A UserError when there is none. */
export async function listFiles(folder: string, name: string): Promise<readonly SourceFile[]> {
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

/** The list of a package's sources on OBS; undefined when there is no such package. */
export async function readSources(project: string, name: string, osc: Osc): Promise<Element | undefined> {
  const text = await osc.read(apiPath(['source', project, name]))
  return text === undefined ? undefined : parseXml(text)
}

/** The files of a list that somebody committed: those that OBS's source services made are not among them. */
export function committedFiles(directory: Element): readonly SourceFile[] {
  return childrenOf(directory, 'entry')
    .map(({ attributes }) => ({ file: attributes['name'] ?? '', md5: attributes['md5'] ?? '' }))
    .filter(({ file }) => !file.startsWith('_service:'))
}

/** Whether two lists have the same files with the same content. */
export function sameFiles(left: readonly SourceFile[], right: readonly SourceFile[]): boolean {
  const write = (files: readonly SourceFile[]) =>
    files
      .map(({ file, md5 }) => `${md5}  ${file}`)
      .sort()
      .join('\n')
  return write(left) === write(right)
}

/** The files of a source link are those of another package with changes; committing a plain list would end the link. */
export function isLink(directory: Element): boolean {
  return childOf(directory, 'linkinfo') !== undefined
}
