import type { Header } from 'tar-stream'
import type { Host } from '../host/host.js'
import { filterFromFile } from '../host/pipe.js'
import type { PackageMember } from './package-escape.js'
import type { PackageFormat } from './package-model.js'
import { toTar } from './package-payload.js'
import { readRpmHeader } from './rpm.js'
import { listRpmFiles } from './rpm-file.js'
import { readTar } from './package-tar.js'

/**
 * Lists what a package would write into a root, without unpacking it: of a deb its data, of an rpm its payload and the
 * file list of its header. Throws a ToolError or WorkError for a damaged one.
 */
export async function listMembers(format: PackageFormat, file: string, host: Host): Promise<readonly PackageMember[]> {
  const [program, ...args] = toTar(format, file)
  const payload = await listTar(program, args, file, host)
  if (format === 'deb') return payload
  const header = listRpmFiles(await readRpmHeader(file, host))
  return [...payload, ...header]
}

/** Lists the members of a deb's control archive, which dpkg unpacks into a folder of its own. */
export async function listControlMembers(file: string, host: Host): Promise<readonly PackageMember[]> {
  return listTar('dpkg-deb', ['--ctrl-tarfile', file], file, host)
}

async function listTar(program: string, args: readonly string[], file: string, { env }: Host): Promise<readonly PackageMember[]> {
  const members: PackageMember[] = []
  await readTar(filterFromFile(program, args, file, env), (header) => {
    members.push(toMember(header))
    return Promise.resolve()
  })
  return members
}

const types: Readonly<Record<string, PackageMember['type']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'symlink',
  link: 'hardlink',
  fifo: 'pipe',
  'block-device': 'device',
  'character-device': 'device',
}

function toMember({ name, type, linkname, pax }: Header): PackageMember {
  // GNU tar takes the name of a sparse file from elsewhere.
  const isSparse = Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse'))
  const known = isSparse ? undefined : types[type]
  return { name, type: known ?? 'unknown', ...(linkname ? { target: linkname } : {}) }
}
