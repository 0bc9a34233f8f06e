import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { archiveName, deflateLevels, listArchiveTargets, listEntries } from './program-archive.js'
import type { PackageType } from './package-type.js'

/** The programs of a package as a zip archive, which Windows opens by itself. */
export const zip: PackageType = {
  name: 'zip',
  from: 'files',
  tools: [],
  listTargets: listArchiveTargets,
  identify: () => Promise.resolve(`zlib ${process.versions.zlib}`),
  async build(request) {
    const { ZipFile } = await import('yazl')
    const place = `${archiveName(request)}.zip`
    const file = join(request.folder, place)
    const archive = new ZipFile()
    const compressionLevel = deflateLevels[request.compression]
    const mtime = wallClock(request.package.time)
    for (const { name, file: content, mode } of listEntries(request))
      archive.addFile(content, name, { mtime, mode: 0o100000 | mode, compressionLevel, forceDosTimestamp: true })
    const failed = new Promise<never>((_, reject) => archive.on('error', reject))
    archive.end()
    await Promise.race([pipeline(archive.outputStream, createWriteStream(file)), failed])
    return [{ file, place, everywhere: false }]
  },
}

/**
 * The day of a time, at noon by this machine's clock: zip keeps the hands of a clock and no time zone (APPNOTE 4.4.6),
 * and the same archive must come out everywhere, also where clocks are being changed.
 */
function wallClock(time: number): Date {
  const date = new Date(time * 1000)
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12)
}
