import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserError } from '../error.js'
import { openArchive } from '../sandbox/debian-archive.js'
import { exists, hashBytes } from '../host/file.js'
import type { Host } from '../host/host.js'
import { namesOf } from '../architecture.js'

/** A program of Debian's that the rehearsal publishes as if its project had released it. */
export interface Specimen {
  readonly package: string
  /** The Debian release it is taken from. */
  readonly suite: string
  /** Where the program lies in Debian's package. */
  readonly path: string
  readonly architectures: readonly string[]
}

/** A specimen on this machine: a folder with `<architecture>/<program>`. */
export interface Fetched extends Specimen {
  /** Upstream's version, from the version of Debian's package. */
  readonly version: string
  readonly folder: string
  /** The packages that are published from it. */
  readonly packages: readonly string[]
  /** Programs that only say their name and version. */
  readonly standIns: readonly string[]
}

/** Downloads specimens from Debian's archive, which apt authenticates, and unpacks their programs. */
export async function fetchSpecimens(specimens: readonly Specimen[], host: Host): Promise<readonly Fetched[]> {
  const directory = join(host.directories.cache, 'rehearsal')
  const architectures = [...new Set(specimens.flatMap((each) => each.architectures.map((name) => namesOf(name).deb)))]
  const suites = [...new Set(specimens.map(({ suite }) => suite))]
  const archive = await openArchive({ architectures, suites, directory: join(directory, 'apt') }, host)
  const fetched: Fetched[] = []
  for (const specimen of specimens) {
    const { package: name, suite, path } = specimen
    const wanted = specimen.architectures.map((architecture) => `${name}:${namesOf(architecture).deb}/${suite}`)
    const files = await archive.download(wanted, join(directory, 'debs', `${name}-${suite}`))
    const version = upstreamVersion(files, specimen)
    // A later revision of Debian's has the same upstream version and another program.
    const revision = hashBytes(files.map((file) => basename(file)).join('\n'), 'sha256').slice(0, 12)
    const folder = join(directory, 'binaries', `${name}-${version}-${revision}`)
    for (const architecture of specimen.architectures) {
      const deb = files.find((file) => file.endsWith(`_${namesOf(architecture).deb}.deb`)) ?? ''
      await unpackProgram(deb, path, join(folder, architecture, basename(path)), host)
    }
    fetched.push({ ...specimen, version, folder, packages: [name], standIns: [] })
  }
  return fetched
}

function upstreamVersion(files: readonly string[], { package: name, suite }: Specimen): string {
  const versions = new Set(files.map((file) => /^[^_]+_(?:\d+%3a)?(\d+\.\d+\.\d+)/.exec(basename(file))?.[1]))
  const [version, ...others] = [...versions]
  if (version === undefined || others.length > 0) {
    throw new UserError(
      `Debian ${suite} has no single version of ${name} for all architectures right now (${[...versions].join(', ')}); try again later.`,
    )
  }
  return version
}

async function unpackProgram(deb: string, path: string, target: string, host: Host): Promise<void> {
  if (await exists(target)) return
  const folder = await mkdtemp(join(host.directories.temp, 'specimen-'))
  try {
    await host.exec('dpkg-deb', ['--extract', deb, folder])
    await mkdir(join(target, '..'), { recursive: true })
    await copyFile(join(folder, path), `${target}.partial`)
    await chmod(`${target}.partial`, 0o755)
    await host.exec('mv', [`${target}.partial`, target])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
