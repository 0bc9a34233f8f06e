import { listArchitectures } from '../architecture.js'
import type { PackageFormat } from './package-model.js'

/** OBS's name of a package's architecture; `noarch` for one that fits every machine; an unknown one stays as it is. */
export function toObsArchitecture(format: PackageFormat, architecture: string): string {
  if (architecture === 'all') return 'noarch'
  return listArchitectures({}).find((names) => names[format] === architecture)?.obs ?? architecture
}
