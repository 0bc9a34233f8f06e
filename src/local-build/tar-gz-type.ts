import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack, type Pack } from 'tar-stream'
import { archiveName, deflateLevels, listArchiveTargets, listEntries, type ArchiveEntry } from './program-archive.js'
import type { PackageType } from './package-type.js'

/** The programs of a package as a tar archive, for whoever has no package manager. */
export const tarGz: PackageType = {
  name: 'tar.gz',
  from: 'files',
  tools: [],
  listTargets: listArchiveTargets,
  identify: () => Promise.resolve(`zlib ${process.versions.zlib}`),
  async build(request) {
    const place = `${archiveName(request)}.tar.gz`
    const file = join(request.folder, place)
    const archive = pack()
    // zlib writes no time into the head of what it compresses.
    const written = pipeline(archive, createGzip({ level: deflateLevels[request.compression] }), createWriteStream(file))
    await Promise.all([written, fill(archive, listEntries(request), new Date(request.package.time * 1000))])
    return [{ file, place, everywhere: false }]
  },
}

async function fill(archive: Pack, entries: readonly ArchiveEntry[], mtime: Date): Promise<void> {
  const owner = { mtime, uid: 0, gid: 0, uname: 'root', gname: 'root' }
  try {
    for (const { name, file, mode } of entries) {
      const { size } = await stat(file)
      await pipeline(createReadStream(file), archive.entry({ ...owner, name, size, mode }))
    }
    archive.finalize()
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}
