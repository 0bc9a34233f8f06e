import type { PlannedPackage } from '../plan/plan.js'
import type { Platform } from '../platform.js'
import type { PackageType } from './package-type.js'

/** One package file to be made: of a package, in a format, for a target. */
export interface Job {
  readonly package: PlannedPackage
  readonly type: PackageType
  /** An architecture by its OBS name, or a platform such as `darwin/arm64`. */
  readonly target: string
  readonly platform: Platform
  /** The builder as whose it is made, where the builders of its format have it in several ways. */
  readonly builder?: string | undefined
  /** Builders that would make it otherwise, and that nobody chose. */
  readonly others?: readonly string[]
}

/** A package file that is there. */
export interface Built {
  readonly package: string
  /** As packages carry it, without a release. */
  readonly version: string
  readonly format: string
  readonly architecture: string
  /** As whose it is built, where the builders of its format have the package in several ways. */
  readonly builder?: string
  /** Absolute. */
  readonly file: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
  /** It was there already, made of the same inputs. */
  readonly kept: boolean
}

/** `rpm of hello 1.2.3 for aarch64`. */
export function describeJob({ package: { name, version }, type, target }: Job): string {
  return `${type.name} of ${name} ${version.package} for ${target}`
}

/** A name for files about a job. */
export function jobName({ package: { name, version }, type, target }: Job): string {
  return `${name}_${version.package}_${target.replace('/', '-')}.${type.name}`
}
