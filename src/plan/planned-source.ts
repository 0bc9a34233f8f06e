import { resolve } from 'node:path'
import { noarch, type ArchitectureNames } from '../architecture.js'
import type { LoadedConfig } from '../config/config.js'
import { listDocuments, listSourceFiles, type SourceFile } from '../config/installed.js'
import type { Package, Source } from '../config/schema.js'
import { holdsOn, type ScopeBuilder } from '../config/scope.js'
import { expandTemplate, expandUrl, isUrl } from '../config/template.js'
import { formatLocation } from '../error.js'
import { platformOf, type Platform } from '../platform.js'
import type { Version } from '../version/version.js'
import type { PlannedSource, SmallAddress } from './plan.js'
import type { Blame } from './relation.js'

/** What the sources of a package are planned for. */
export interface SourceRequest {
  readonly name: string
  readonly pkg: Package
  readonly version: Version
  /** The product's. */
  readonly release: Version
  /** OBS names, and platforms such as `darwin/arm64`. */
  readonly targets: readonly string[]
  readonly known: readonly ArchitectureNames[]
  readonly builders: readonly ScopeBuilder[]
}

/** Where everything that a package wants of its sources is, for each target: one file, or one archive, an entry. */
export function planSources(request: SourceRequest, loaded: LoadedConfig, blame: Blame): PlannedSource[] {
  const { pkg, version, targets, known } = request
  const files = listSourceFiles(pkg, version).map((file): Wish => ({
    ...file,
    holdsOn: (architecture) => holds(file, architecture, request.builders),
  }))
  const wishes: readonly Wish[] = [...files, ...documents(pkg)]
  return targets.flatMap((target) => {
    const platform = platformOf(target, known)
    const origins = new Map<string, PlannedSource>()
    const wanted = new Set<Wish>()
    for (const wish of wishes) {
      if (wish.source === undefined || !(wish.holdsOn?.(platform.architecture) ?? true)) continue
      const isKnown = [...wanted].some((other) => other.name === wish.name && other.source === wish.source)
      if (isKnown && wish.place === undefined) continue
      wanted.add(wish)
      const lacking = findLacking(wish.source, platform)
      if (lacking !== undefined) {
        const own = wish.source === pkg.source ? [] : wish.path
        blame([...own, 'source', lacking], `says nothing for ${platform.architecture}; add it`)
        continue
      }
      const planned = planOne(request, target, platform, wish, wish.source, loaded)
      const shared = planned.archive && JSON.stringify([wish.source, planned.address])
      const before = shared === undefined ? undefined : origins.get(shared)
      if (before && shared !== undefined) origins.set(shared, { ...before, wanted: [...before.wanted, ...planned.wanted] })
      else origins.set(shared ?? String(origins.size), planned)
    }
    return [...origins.values()]
  })
}

/** The table of a source that has no entry for a platform. */
function findLacking(source: Source, { architecture }: Platform): string | undefined {
  const tables = (['url', 'folder', 'names'] as const).filter((key) => typeof source[key] === 'object')
  return tables.find((key) => entryOf(source[key], architecture) === undefined)
}

function entryOf(value: Source['url'], architecture: string): string | undefined {
  return typeof value === 'object' ? value[architecture] : value
}

type Wish = Pick<SourceFile, 'name' | 'kind' | 'source' | 'path'> & {
  readonly place?: string
  /** Whether some package needs it for an architecture by its OBS name. */
  readonly holdsOn?: (architecture: string) => boolean
}

function holds(file: SourceFile, architecture: string, builders: readonly ScopeBuilder[]): boolean {
  if (file.builders === undefined) return file.architectures?.includes(architecture) ?? true
  return architecture === noarch || builders.some((builder) => holdsOn(file, builder, architecture))
}

function documents(pkg: Package): Wish[] {
  return listDocuments(pkg).flatMap(({ name, from, path }) =>
    typeof from === 'string' ? [] : [{ kind: 'member', name: from.member, source: pkg.source, path, place: name } as const],
  )
}

function planOne(
  { name: pkgName, pkg, version, release }: SourceRequest,
  target: string,
  platform: Platform,
  { name, kind, path, place }: Wish,
  source: Source,
  loaded: LoadedConfig,
): PlannedSource {
  const key = ['packages', pkgName, ...(source === pkg.source ? [] : path), 'source']
  const assetarch = source.names?.[platform.architecture] ?? ''
  const values = { ...valuesOf(pkgName, name, platform, version, release), assetarch }
  const base = (part: keyof Source) => loaded.folderOf([...key, part])
  const small = (template: string, part: keyof Source, more: Readonly<Record<string, string>>): SmallAddress => {
    const url = expandUrl(template, { ...values, ...more })
    return isUrl(url) ? { url } : { file: resolve(base(part), expandTemplate(template, { ...values, ...more })) }
  }
  const part = source.url === undefined ? 'folder' : 'url'
  const template = entryOf(source[part], platform.architecture) ?? '.'
  const url = expandUrl(template, values)
  const address = part === 'url' && isUrl(url) ? { url } : { folder: resolve(base(part), expandTemplate(template, values)) }
  const ofLinux = { ...valuesOf(pkgName, name, { ...platform, os: 'linux' }, version, release), assetarch }
  const isAlsoOfLinux = expandTemplate(template, values) === expandTemplate(template, ofLinux)
  const own = { url: 'url' in address ? address.url : address.folder }
  const checksum = (algorithm: 'sha256' | 'sha512') => {
    const stated = source[algorithm]
    if (stated === undefined) return undefined
    if (typeof stated === 'string') return { list: small(stated, algorithm, own) }
    // A digest that is stated for an architecture is of what Linux gets there.
    const digest = isAlsoOfLinux ? stated[platform.architecture] : undefined
    return digest === undefined ? {} : { digest }
  }
  const { signature, sigstore, archive } = source
  const [sha256, sha512] = [checksum('sha256'), checksum('sha512')]
  const compression = archive === undefined ? compressionOf(template, name) : undefined
  const sums = sha256?.list ?? sha512?.list
  const withSums = { ...own, ...(sums && { sums: 'url' in sums ? sums.url : sums.file }) }
  return {
    target,
    address,
    ...(archive && { archive }),
    ...(compression && { compression }),
    ...(sha256 && { sha256 }),
    ...(sha512 && { sha512 }),
    ...(signature && {
      signature: {
        address: small(signature.url, 'signature', withSums),
        keys: signature.keys.map((file) => ({ file: resolve(base('signature'), file) })),
        signs: signature.signs,
      },
    }),
    ...(sigstore && {
      sigstore: {
        address: small(sigstore.bundle, 'sigstore', withSums),
        identity: sigstore.identity,
        issuer: sigstore.issuer,
        ...(sigstore['trusted-root'] !== undefined && { root: { file: resolve(base('sigstore'), sigstore['trusted-root']) } }),
      },
    }),
    maxSize: source['max-size'],
    wanted: [{ name, kind, ...(place === undefined ? {} : { place }) }],
    at: formatLocation(loaded.locate(key)),
  }
}

const compressions = { '.gz': 'gzip', '.xz': 'xz', '.zst': 'zstd', '.bz2': 'bzip2' } as const

/** How a file is compressed by its address, unless its own name says that it is to stay so. */
function compressionOf(template: string, name: string): PlannedSource['compression'] {
  const [path = ''] = template.split(/[?#]/)
  const ending = (['.gz', '.xz', '.zst', '.bz2'] as const).find((each) => path.endsWith(each))
  return ending === undefined || name.endsWith(ending) || path.endsWith(`.tar${ending}`) ? undefined : compressions[ending]
}

/** For the templates of a source; see binaryPlaceholders of the config. */
function valuesOf(name: string, binary: string, platform: Platform, version: Version, release: Version) {
  return {
    version: version.upstream,
    'package-version': version.package,
    'release-version': release.upstream,
    minor: version.minor,
    package: name,
    binary,
    os: platform.os,
    goarch: platform.goarch,
    arch: platform.architecture,
    debarch: platform.debarch,
    goarm: platform.goarch === 'arm' ? (/^armv(\d)/.exec(platform.architecture)?.[1] ?? '') : '',
    exe: platform.os === 'windows' ? '.exe' : '',
  }
}
