import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashFile, writeWhole } from '../../host/file.js'
import type { Host } from '../../host/host.js'
import { collectBinaries } from '../../source/binary.js'
import { packPackage, removeOthers } from '../../source/directory.js'
import type { Compression } from '../../source/tarball.js'
import { renderSpec } from '../../spec/spec.js'
import type { Planned } from './target.js'

export interface PackRequest extends Planned {
  readonly output: string
  readonly binaries: string | undefined
  readonly compression: Compression
}

// A time like any other, for tarballs whose release states none: equal inputs must give equal bytes.
const standardTime = 1_000_000_000

/** What packing a plan made. */
export interface Packed {
  /** Paths by package. */
  readonly tarballs: Readonly<Record<string, string>>
  readonly programs: Programs
}

/** The SHA-256 of each upstream program by `<package>/<architecture>/<binary>`. */
export type Programs = ReadonlyMap<string, string>

/** Fetches, checks and packs every package of a plan. */
export async function packSources(
  { plan, loaded, output, binaries: folder, compression }: PackRequest,
  host: Host,
): Promise<Packed> {
  const time = Number(host.env['SOURCE_DATE_EPOCH'] ?? standardTime)
  const collected = []
  // Everything is found and checked before the first tarball is written.
  for (const planned of plan.packages)
    collected.push({ planned, binaries: await collectBinaries({ config: loaded, package: planned, folder }, host) })
  const tarballs: Record<string, string> = {}
  const programs = new Map<string, string>()
  for (const { planned, binaries } of collected) {
    for (const { name, architecture, sha256 } of binaries) programs.set(`${planned.name}/${architecture}/${name}`, sha256)
    host.log.info(`packing ${planned.name} ${planned.version.package} for ${planned.architectures.join(', ')}`)
    const file = await packPackage({ config: loaded, package: planned, binaries, output, compression, time })
    tarballs[planned.name] = file
    host.log.info(`${file}: SHA-256 ${await hashFile(file, 'sha256')}`)
  }
  return { tarballs, programs }
}

/** Writes the spec of every package of a plan into its source directory; resolves to the specs by package. */
export async function writeSpecs({ plan, loaded }: Planned, output: string, host: Host): Promise<Record<string, string>> {
  const specs: Record<string, string> = {}
  for (const planned of plan.packages) {
    const pkg = loaded.config.packages[planned.name]
    if (!pkg) continue
    const directory = join(output, planned.name)
    const file = join(directory, `${planned.name}.spec`)
    const text = renderSpec(planned, pkg)
    const same = await readFile(file, 'utf8').then(
      (present) => present === text,
      () => false,
    )
    if (!same) await writeWhole(file, text)
    await removeOthers(directory, file, /\.spec$/)
    specs[planned.name] = file
    host.log.info(`${file} is ${same ? 'unchanged' : 'written'}`)
  }
  return specs
}
