import { hashFile } from '../../host/file.js'
import type { Host } from '../../host/host.js'
import { collectSources } from '../../source/binary.js'
import { packPackage } from '../../source/directory.js'
import type { Compression } from '../../source/tarball.js'
import { releaseTime } from './checkout.js'
import type { Planned } from './target.js'

export interface PackRequest extends Planned {
  readonly output: string
  readonly binaries: string | undefined
  readonly compression: Compression
}

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
  const requests = plan.packages.map((planned) => ({ config: loaded, package: planned, folder, release: plan.version }))
  // Everything is found and checked before the first tarball is written.
  const collected = await collectSources(requests, host)
  const tarballs: Record<string, string> = {}
  const programs = new Map<string, string>()
  for (const [index, planned] of plan.packages.entries()) {
    const binaries = collected[index] ?? []
    for (const { name, architecture, sha256 } of binaries) programs.set(`${planned.name}/${architecture}/${name}`, sha256)
    host.log.info(`packing ${planned.name} ${planned.version.package} for ${planned.architectures.join(', ')}`)
    const time = await releaseTime(planned.version, host)
    const file = await packPackage({ config: loaded, package: planned, binaries, output, compression, time }, host.env)
    tarballs[planned.name] = file
    host.log.info(`${file}: SHA-256 ${await hashFile(file, 'sha256')}`)
  }
  return { tarballs, programs }
}
