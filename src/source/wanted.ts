import type { LoadedConfig } from '../config/config.js'
import { listDocuments, listSourceFiles, type SourceFile } from '../config/installed.js'
import type { Package, Source } from '../config/schema.js'
import { UserError, type Location } from '../error.js'
import type { PlannedPackage } from '../plan/planner.js'
import type { Version } from '../version/version.js'
import { platformOf, type Platform } from './platform.js'

/** One name of a config's that stands for a file, or several, of a package's source on one platform. */
export interface Wanted {
  readonly package: string
  /** A path within the source; a member's may be a pattern. */
  readonly name: string
  readonly kind: 'binary' | 'member'
  readonly platform: Platform
  readonly source: Source
  /** The folder that a relative path under this key of the source starts from. */
  readonly baseOf: (key: keyof Source) => string
  /** For the templates of the source. */
  readonly values: Readonly<Record<string, string>>
  /** Its name in the tarball; without it the found name below the architecture's folder. */
  readonly place?: string
  /** Where the config says what the source is. */
  readonly at: Location
}

export interface BinaryRequest {
  readonly config: LoadedConfig
  readonly package: PlannedPackage
  /** The product's version, when a carried package's is another; {release-version} in templates. */
  readonly release?: Version
  /** A local folder that takes the place of the config's source. */
  readonly folder: string | undefined
  /** Go's names such as `darwin/arm64`, in place of the package's Linux architectures. */
  readonly platforms?: readonly string[]
}

/** Everything of a package that comes from its source: for each platform its programs and other members, and documents once. */
export function listWanted(request: BinaryRequest): readonly Wanted[] {
  const { config, package: planned, platforms = planned.architectures } = request
  const pkg = config.config.packages[planned.name]
  if (!pkg) throw new Error(`the plan names ${planned.name}, which the config lacks`)
  const files = listSourceFiles(pkg, planned.version).filter(
    ({ name, source }, index, all) => all.findIndex((other) => other.name === name && other.source === source) === index,
  )
  const wanted = platforms.flatMap((name, index) => {
    const platform = platformOf(name, config.config.architectures)
    return [...files, ...(index === 0 ? documents(pkg) : [])].map((file) => want(request, pkg, file, platform))
  })
  return wanted
}

type File = Pick<SourceFile, 'name' | 'kind' | 'source' | 'path'> & { readonly place?: string }

function documents(pkg: Package): File[] {
  return listDocuments(pkg).flatMap(({ name, from, path }) =>
    typeof from === 'string' ? [] : [{ kind: 'member', name: from.member, source: pkg.source, path, place: name } as const],
  )
}

function want({ config, package: planned, release }: BinaryRequest, pkg: Package, file: File, platform: Platform): Wanted {
  const { name, kind, source, place } = file
  const key = ['packages', planned.name, ...(source === pkg.source ? [] : file.path), 'source']
  const at = config.locate(source === undefined ? ['packages', planned.name, ...file.path] : key)
  if (source === undefined)
    throw new UserError([
      { message: `${planned.name} wants ${name} of its source, and it has none; state packages.${planned.name}.source.`, at },
    ])
  const baseOf = (part: keyof Source) => config.folderOf([...key, part])
  const { version } = planned
  const values = {
    version: version.upstream,
    'package-version': version.package,
    'release-version': (release ?? version).upstream,
    minor: version.minor,
    package: planned.name,
    binary: name,
    os: platform.os,
    goarch: platform.goarch,
    arch: platform.architecture,
    debarch: platform.debarch,
    exe: platform.os === 'windows' ? '.exe' : '',
  }
  return { package: planned.name, name, kind, platform, source, baseOf, values, at, ...(place === undefined ? {} : { place }) }
}
