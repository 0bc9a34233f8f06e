import { WorkError } from '../error.js'
import type { PackageMember } from './package-escape.js'
import type { FileType, PackageFile } from './package-model.js'
import type { PayloadEntry } from './package-payload.js'
import type { RpmHeader } from './rpm-header.js'
import { toPath } from './package-tar.js'

/** Bits of a file's flags (rpmfileAttrs in rpmfiles.h of rpm 4.18). */
const marks: readonly (readonly [number, string])[] = [
  [1 << 0, 'config'],
  [1 << 4, 'noreplace'],
  [1 << 3, 'missingok'],
  [1 << 6, 'ghost'],
  [1 << 1, 'doc'],
  [1 << 7, 'license'],
]
/** The upper bits of a mode (inode(7)). */
const types: Readonly<Record<number, FileType>> = {
  0o100: 'file',
  0o040: 'directory',
  0o120: 'link',
  0o060: 'device',
  0o020: 'device',
  0o010: 'pipe',
}
/** Of FILEDIGESTALGO, a number of OpenPGP's (RFC 4880, 9.4). */
const sha256Algorithm = 8

const memberTypes: Readonly<Record<FileType, PackageMember['type']>> = {
  file: 'file',
  directory: 'folder',
  link: 'symlink',
  device: 'device',
  pipe: 'pipe',
}

/** The file list of the header, as members; without those that rpm knows of but does not write (`%ghost`). */
export function listRpmFiles(header: RpmHeader): readonly PackageMember[] {
  const [directories, places] = [header.texts('DIRNAMES'), header.numbers('DIRINDEXES')]
  const [modes, flags, targets] = [header.numbers('FILEMODES'), header.numbers('FILEFLAGS'), header.texts('FILELINKTOS')]
  const ghost = 1 << 6
  return header.texts('BASENAMES').flatMap((base, index) => {
    if (((flags[index] ?? 0) & ghost) !== 0) return []
    const type = types[((modes[index] ?? 0) >> 9) & 0o170]
    const target = targets[index] ?? ''
    return [
      {
        name: `.${directories[places[index] ?? 0] ?? ''}${base}`,
        type: type === undefined ? 'unknown' : memberTypes[type],
        ...(target === '' ? {} : { target }),
      },
    ]
  })
}

/**
 * The files of the header with the digests of the payload. Throws a {@link WorkError} when the payload has not the content
 * that the header states, as rpm would refuse to install it.
 */
export function readRpmFiles(header: RpmHeader, payload: ReadonlyMap<string, PayloadEntry>): ReadonlyMap<string, PackageFile> {
  const [directories, places] = [header.texts('DIRNAMES'), header.numbers('DIRINDEXES')]
  const [modes, flags] = [header.numbers('FILEMODES'), header.numbers('FILEFLAGS')]
  const [owners, groups] = [header.texts('FILEUSERNAME'), header.texts('FILEGROUPNAME')]
  const [targets, capabilities] = [header.texts('FILELINKTOS'), header.texts('FILECAPS')]
  const long = header.numbers('LONGFILESIZES')
  const sizes = long.length > 0 ? long : header.numbers('FILESIZES')
  const stated = header.numbers('FILEDIGESTALGO')[0] === sha256Algorithm ? header.texts('FILEDIGESTS') : []
  return new Map(
    header.texts('BASENAMES').map((name, index) => {
      const path = toPath(`${directories[places[index] ?? 0] ?? ''}${name}`)
      const mode = modes[index] ?? 0
      const type = types[(mode >> 9) & 0o170] ?? 'file'
      const marked = marks.filter(([bit]) => ((flags[index] ?? 0) & bit) !== 0).map(([, mark]) => mark)
      const hasContent = type === 'file' && !marked.includes('ghost')
      const content = hasContent ? payload.get(path) : undefined
      const sha256 = content?.sha256
      if (hasContent) requireContent(path, sha256, stated[index])
      const file: PackageFile = {
        type,
        mode: mode & 0o7777,
        owner: owners[index] ?? '',
        group: groups[index] ?? '',
        marks: [...marked, ...(capabilities[index] ? [capabilities[index]] : [])],
        size: type === 'file' ? (sizes[index] ?? 0) : 0,
        sha256,
        head: content?.head,
        target: type === 'link' ? targets[index] : undefined,
      }
      return [path, file]
    }),
  )
}

function requireContent(path: string, sha256: string | undefined, stated: string | undefined): void {
  if (sha256 === undefined) throw new WorkError(`its header lists ${path}, which its payload has not`)
  if (stated !== undefined && sha256 !== stated)
    throw new WorkError(`its header states the sha256 ${stated} of ${path}, whose content has ${sha256}`)
}
