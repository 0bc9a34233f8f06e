import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { collectSources } from './binary.js'
import { packPackage } from './source-directory.js'
import type { Effort } from './tarball.js'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface PackRequest {
  readonly plan: Plan
  readonly output: string
  readonly binaries: string | undefined
  readonly compression: Effort
}

/** What packing a plan made. */
export interface Packed {
  /** Paths by package. */
  readonly tarballs: Readonly<Record<string, string>>
  readonly programs: Programs
}

/** The SHA-256 of each upstream program by package and architecture, by its name within the source. */
export type Programs = (pkg: string, architecture: string) => ReadonlyMap<string, string>

/** Fetches, checks and packs every package of a plan. */
export async function packSources({ plan, output, binaries: folder, compression }: PackRequest, host: Host): Promise<Packed> {
  const requests = plan.packages.map((planned) => ({ package: planned, known: plan.architectures, folder }))
  // Everything is found and checked before the first tarball is written.
  const collected = await collectSources(requests, host)
  const tarballs: Record<string, string> = {}
  const programs = new Map<string, string>()
  for (const [index, planned] of plan.packages.entries()) {
    const binaries = collected[index] ?? []
    for (const { name, architecture, sha256, type } of binaries)
      if (type === undefined) programs.set(`${planned.name}/${architecture}/${name}`, sha256)
    host.log.info(`packing ${planned.name} ${planned.version.package} for ${planned.architectures.join(', ')}`)
    const file = await packPackage({ package: planned, binaries, output, compression }, host.env)
    tarballs[planned.name] = file
    host.log.info(`${file}: SHA-256 ${await hashFile(file, 'sha256')}`)
  }
  return { tarballs, programs: lookUpIn(programs) }
}

/** Makes {@link Programs} of digests by `<package>/<architecture>/<name>`. */
export function lookUpIn(digests: ReadonlyMap<string, string>): Programs {
  return (pkg, architecture) => {
    const prefix = `${pkg}/${architecture}/`
    const own = [...digests].filter(([name]) => name.startsWith(prefix))
    return new Map(own.map(([name, digest]) => [name.slice(prefix.length), digest]))
  }
}

/** The SHA-256 of each file in a tarball, by its name there: `x86_64/runc`. */
export async function readTarballDigests(tarball: string, host: Host): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(host.directories.temp, 'tarball-'))
  try {
    await host.exec('tar', ['--extract', '--file', tarball, '--directory', folder])
    const digests = new Map<string, string>()
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      digests.set(file.slice(folder.length + 1), await hashFile(file, 'sha256'))
    }
    return digests
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
