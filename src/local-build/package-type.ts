import type { Host } from '../host/host.js'
import type { PlannedPackage } from '../plan/plan.js'
import type { Platform } from '../platform.js'
import type { Effort } from '../source/tarball.js'
import type { Ingredient } from './ingredient.js'
import type { Signer } from './signer.js'
import type { Tool } from '../host/tool.js'

/** One kind of package file. */
export interface PackageType {
  /** As the input `formats` names it; also the folder of the output. */
  readonly name: string
  /** What it is made of: a source directory with its spec, or the files of a platform. */
  readonly from: 'spec' | 'files'
  readonly tools: readonly Tool[]
  /** What a package can be built for: architectures by their OBS names, and platforms such as `darwin/arm64`. */
  listTargets(planned: PlannedPackage): readonly string[]
  /** Says by which program it is built; another answer means that packages have to be built again. */
  identify(host: Host): Promise<string>
  /** Builds one package for one target; the files may be moved away. Throws a WorkError that says why it could not. */
  build(request: BuildRequest, host: Host): Promise<readonly Product[]>
  /** Signs a file in place; types without this have no signature inside. */
  sign?(file: string, signer: Signer, host: Host): Promise<void>
}

/** What a package is built of, and where. */
export interface BuildRequest {
  readonly package: PlannedPackage
  readonly platform: Platform
  /** The files for this platform. */
  readonly ingredients: readonly Ingredient[]
  /** Packs them; resolves to a source directory as OBS gets one, for this architecture alone. */
  sources(): Promise<SourceDirectory>
  readonly compression: Effort
  /** An empty folder for this alone. */
  readonly folder: string
  /** Where the whole output of the programs is kept. */
  readonly log: string
}

export interface SourceDirectory {
  readonly folder: string
  readonly spec: string
}

/** A package file. */
export interface Product {
  readonly file: string
  /** Its path below the folder of its type. */
  readonly place: string
  /** Whether it is the same on every architecture. */
  readonly everywhere: boolean
}
