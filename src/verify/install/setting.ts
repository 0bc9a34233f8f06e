import type { Base } from '../../plan/base.js'
import type { Host } from '../../host/host.js'
import type { ListedPackage } from '../../repository/published-repository.js'
import type { Expectations } from '../request.js'
import type { TrustedKey } from '../public-key.js'

/** Where package managers find a published repository. */
export interface RepositoryAddress {
  /** For dnf, with a slash at its end. */
  readonly url: string
  /** For apt: the archive's address, a suite (/ for a flat repository) and its components. */
  readonly uri: string
  readonly suite: string
  readonly components: readonly string[]
}

/** What a package manager needs to install from a repository for one architecture. */
export interface InstallSetting {
  readonly address: RepositoryAddress
  readonly key: TrustedKey
  readonly base: Base
  /** The format's own name. */
  readonly architecture: string
  /** Whether this machine is of it. */
  readonly native: boolean
  /** What runs its programs on a machine of another one; undefined when nothing does. */
  readonly handler: string | undefined
  /** An empty folder for the package manager's own state. */
  readonly folder: string
  /** Everything that the repository has of the wanted names, to look for older versions. */
  readonly packages: readonly ListedPackage[]
  /** Another repository that users have configured as well, signed by the same key. */
  readonly beside?: RepositoryAddress | undefined
  /** What the repository may hold; undefined when nobody says. */
  readonly expectations: Expectations | undefined
  readonly host: Host
}
