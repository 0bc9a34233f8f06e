import { createHash } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../host/host.js'
import { filterFromFile } from '../host/pipe.js'
import { withWorkspace } from '../host/workspace.js'
import { readGoBuild, type GoBuild } from './go-build.js'
import type { PackageFormat } from './package-model.js'
import { toTar } from './package-payload.js'
import { readTar, toPath } from './package-tar.js'

/** What the files of a package say when they are looked into, by path. */
export interface PackageContents {
  /** The SHA-1 of each file, which SPDX asks for and nobody trusts. */
  readonly sha1: ReadonlyMap<string, string>
  /** The programs of Go; `pointers` for one whose build info is of Go before 1.18. */
  readonly builds: ReadonlyMap<string, GoBuild | 'pointers'>
  /** The text of Debian's copyright file, if there is one. */
  readonly copyright: string | undefined
}

const elf = Buffer.from('\x7fELF', 'latin1')
const copyrightFile = /^\/usr\/share\/doc\/[^/]+\/copyright$/
const mostCopyright = 1024 ** 2

/** Looks into the files of a package, one at a time on the disk. Throws a ToolError or WorkError for a damaged one. */
export async function readContents(format: PackageFormat, file: string, host: Host): Promise<PackageContents> {
  const sha1 = new Map<string, string>()
  const builds = new Map<string, GoBuild | 'pointers'>()
  const links: (readonly [string, string])[] = []
  let copyright: string | undefined
  const [program, ...args] = toTar(format, file)
  await withWorkspace(host, async (folder) => {
    await readTar(filterFromFile(program, args, file, host.env), async ({ name, type, linkname }, content) => {
      const path = toPath(name)
      if (type === 'link') links.push([path, toPath(linkname)])
      if (type !== 'file') return
      const looked = await look(content, join(folder, 'program'), copyrightFile.test(path))
      sha1.set(path, looked.sha1)
      if (looked.build !== undefined) builds.set(path, looked.build)
      if (looked.text !== undefined) copyright = looked.text
    })
  })
  for (const [path, first] of links) {
    const [digest, build] = [sha1.get(first), builds.get(first)]
    if (digest !== undefined) sha1.set(path, digest)
    if (build !== undefined) builds.set(path, build)
  }
  return { sha1, builds, copyright }
}

interface Looked {
  readonly sha1: string
  readonly build: GoBuild | 'pointers' | undefined
  readonly text: string | undefined
}

/** Hashes a content; one of a program is put into a file, because what is looked for may lie anywhere in it. */
async function look(content: AsyncIterable<Buffer>, place: string, isText: boolean): Promise<Looked> {
  const hash = createHash('sha1')
  const text: Buffer[] = []
  let handle: FileHandle | undefined
  let start: Buffer = Buffer.alloc(0)
  let size = 0
  try {
    for await (const chunk of content) {
      hash.update(chunk)
      if (isText && size < mostCopyright) text.push(chunk)
      // The first chunk may be shorter than the mark of an ELF file.
      const isStart = size < elf.length
      size += chunk.length
      if (isStart) {
        start = Buffer.concat([start, chunk])
        if (start.length >= elf.length && start.subarray(0, elf.length).equals(elf)) {
          handle = await open(place, 'w', 0o600)
          await handle.writeFile(start)
        }
      } else await handle?.writeFile(chunk)
    }
  } finally {
    await handle?.close()
  }
  const sha1 = hash.digest('hex')
  if (handle === undefined) return { sha1, build: undefined, text: isText ? Buffer.concat(text).toString('utf8') : undefined }
  const build = await readGoBuild(place)
  await rm(place)
  return { sha1, build, text: undefined }
}
