import * as v from 'valibot'
import type { RelationKind } from '../relation-kind.js'
import { file, format, localFile, names, relation, scripts, unit, variant } from './content-schema.js'

/**
 * The shape of a plan, in memory and as JSON. Everything in it is decided: nobody downstream asks the config. `at` is
 * where a config says so, as `file:line:column`; `file` is the path of a small file of the user's that travels with the
 * plan, `folder` one that does not.
 */

const architecture = v.object({
  obs: v.string(),
  go: v.string(),
  deb: v.string(),
  rpm: v.string(),
  otherRpm: v.optional(names),
  rpmMacro: v.optional(v.string()),
  elf: v.optional(v.object({ machine: v.number(), bits: v.picklist([32, 64]), endian: v.picklist(['little', 'big']) })),
})

const version = v.object({
  upstream: v.pipe(v.string(), v.regex(/^\d[\w.+~-]*$/)),
  package: v.pipe(v.string(), v.regex(/^\d[\w.+~]*$/)),
  kind: v.picklist(['release', 'prerelease', 'nightly']),
  minor: v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?$/)),
})

/** A name that becomes a folder and a part of OBS's addresses. */
const packageName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w.+-]*$/))

const small = v.union([v.object({ url: v.string() }), v.object({ file: v.string() })])
/** A digest, or where a list has it; with neither the config states none for this platform. */
const checksum = v.object({ digest: v.optional(v.string()), list: v.optional(small) })

const source = v.object({
  /** An architecture by its OBS name, or a platform such as `darwin/arm64`. */
  target: v.string(),
  address: v.union([v.object({ url: v.string() }), v.object({ folder: v.string() })]),
  archive: v.optional(v.object({ strip: v.number() })),
  /** How a file that is no archive is compressed. */
  compression: v.optional(v.picklist(['gzip', 'xz', 'zstd', 'bzip2'])),
  sha256: v.optional(checksum),
  sha512: v.optional(checksum),
  signature: v.optional(v.object({ address: small, keys: v.array(small), signs: v.picklist(['file', 'checksums']) })),
  sigstore: v.optional(v.object({ address: small, identity: v.string(), issuer: v.string(), root: v.optional(small) })),
  /** Bytes. */
  maxSize: v.number(),
  /** Names or patterns within the source; `place` is the name in the tarball of what is not below a folder for the platform. */
  wanted: v.array(v.object({ name: v.string(), kind: v.picklist(['binary', 'member']), place: v.optional(v.string()) })),
  at: v.string(),
})

const entry = v.object({ version: v.string(), time: v.number(), changes: names })
const id = v.optional(v.pipe(v.number(), v.integer()))
/** The system users and groups that a package makes; every group that a user of it is in is among them. */
const accounts = v.object({
  users: v.array(
    v.object({
      name: v.string(),
      id,
      group: v.string(),
      groups: names,
      home: v.string(),
      shell: v.string(),
      comment: v.string(),
    }),
  ),
  groups: v.array(v.object({ name: v.string(), id })),
})

/** What the distribution is that the check `install` installs into. */
const base = v.variant('kind', [
  /** Debs: the machine's own. */
  v.object({ kind: v.literal('host') }),
  /** Debs: repositories as apt writes them. */
  v.object({ kind: v.literal('sources'), sources: v.string() }),
  /** Rpms: repositories by address. */
  v.object({ kind: v.literal('repositories'), urls: names }),
  /** Rpms: one that nobody has seen, which brings a shell and these. */
  v.object({ kind: v.literal('provides'), provides: names }),
])

const plannedPackage = v.object({
  name: packageName,
  /** Its own: a carried package has another than the product. */
  version,
  /** What its version sorts by before all else. */
  epoch: v.optional(v.pipe(v.number(), v.integer())),
  /** When it was released, in seconds since 1970. */
  time: v.number(),
  tarball: v.string(),
  at: v.string(),
  metadata: v.object({
    summary: v.string(),
    description: v.string(),
    license: v.string(),
    maintainer: v.string(),
    url: v.string(),
    section: v.string(),
  }),
  /** Every architecture that some builder builds, in the order of the config. */
  architectures: names,
  /** Other systems for which archives are packed, such as `darwin/arm64`. */
  platforms: names,
  builds: v.array(v.object({ format, architectures: names, relations: v.array(relation) })),
  sources: v.array(source),
  files: v.array(file),
  units: v.array(unit),
  documents: v.array(
    v.object({ name: v.picklist(['LICENSE', 'README.md']), from: v.union([localFile, v.object({ member: v.string() })]) }),
  ),
  scripts,
  /**
   * The builders that have the package otherwise than the first one of their format, and what of it takes the place of the
   * same above.
   */
  variants: v.optional(v.array(variant)),
  accounts,
  /** Lines of tmpfiles.d(5). */
  tmpfiles: names,
  changelog: v.union([localFile, v.object({ entries: v.array(entry) })]),
  /** A hand-written spec in place of the generated one. */
  spec: v.optional(localFile),
  rpmlint: v.record(v.string(), v.string()),
  lintian: v.record(v.string(), v.string()),
})

export const planSchema = v.object({
  /** The version of the suite that made it. */
  suite: v.string(),
  version,
  channel: v.string(),
  /** Which versions belong where it is published: their kinds, and the minor when each has a project of its own. */
  admits: v.object({ kinds: v.array(v.picklist(['release', 'prerelease', 'nightly'])), minor: v.optional(v.string()) }),
  apiurl: v.pipe(v.string(), v.url()),
  buildProject: v.string(),
  /** Missing when the build project publishes itself. */
  publishProject: v.optional(v.string()),
  /** The pull request that it builds, in a project of its own: nothing is published. */
  pullRequest: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** When it becomes public, in milliseconds since the epoch: until then nobody else may see where it is built. */
  embargo: v.optional(v.pipe(v.number(), v.integer())),
  maintainers: names,
  /** The public key that users trust: its armored text, or the file that the config names. */
  key: v.optional(v.union([localFile, v.object({ text: v.string() })])),
  builders: v.array(
    v.object({
      name: v.string(),
      format,
      paths: v.array(v.object({ project: v.string(), repository: v.string() })),
      architectures: names,
      /** Where it is published. */
      url: v.string(),
      /** Where the build project's repository lies when OBS publishes that as well; missing when nothing tells. */
      buildUrl: v.optional(v.string()),
      base: v.optional(base),
      at: v.string(),
    }),
  ),
  architectures: v.array(architecture),
  packages: v.array(plannedPackage),
  /** The names of all packages that belong together: those of the config, planned now or not. */
  siblings: names,
  cells: v.array(v.object({ package: v.string(), builder: v.string(), architecture: v.string() })),
})

type Frozen<T> = T extends (infer E)[] ? readonly Frozen<E>[] : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T

/** Everything that follows from config, version and channel. */
export type Plan = Frozen<v.InferOutput<typeof planSchema>>
export type PlannedPackage = Plan['packages'][number]
export type PlannedBuild = PlannedPackage['builds'][number]
export type PlannedRelation = PlannedBuild['relations'][number]
export type PlannedVariant = NonNullable<PlannedPackage['variants']>[number]
export type PlannedSource = PlannedPackage['sources'][number]
export type PlannedFile = PlannedPackage['files'][number]
export type Accounts = PlannedPackage['accounts']
export type PlannedBuilder = Plan['builders'][number]
/** A small file of the user's that travels with the plan. */
export type LocalFile = NonNullable<PlannedPackage['spec']>
/** Where a small file beside a program is: its URL, or its absolute path. */
export type SmallAddress = NonNullable<PlannedSource['sigstore']>['address']
/** An entry of a changelog: the version as packages carry it, seconds since the epoch, one change a line. */
export type ChangelogEntry = Frozen<v.InferOutput<typeof entry>>
/** The unit that builds, fails, is rebuilt and verified. */
export type Cell = Plan['cells'][number]
export type { RelationKind }
