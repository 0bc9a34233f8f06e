import type { Host } from '../host/host.js'
import type { TrustedKey } from './key.js'
import type { PackageEntry } from '../repository/published-repository.js'

/** What a package manager needs to install from a repository for one architecture. */
export interface InstallSetting {
  /** The repository's root, with a slash at its end. */
  readonly url: string
  readonly key: TrustedKey
  /** The format's own name. */
  readonly architecture: string
  /** An empty folder for the package manager's own state. */
  readonly folder: string
  readonly host: Host
}

/** How an installation ended: the command as a person would write it, and what the package manager complained of. */
export interface Installation {
  readonly command: string
  readonly problem: string | undefined
}

/** A package manager with a state of its own. */
export interface Installer {
  /** Why nothing can be installed at all, for example because the repository's signature is refused. */
  readonly problem?: string
  /** Installs one package with what it depends on into an empty root. */
  install(entry: PackageEntry, root: string): Promise<Installation>
}
