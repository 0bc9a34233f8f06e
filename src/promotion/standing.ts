import type { PromotedVersion } from './promotion-schema.js'
import { isContainerOf } from '../obs/container.js'
import type { Container } from '../obs/inventory.js'

/** What a publish project has of a promoted package. */
export interface PackageStanding {
  readonly package: string
  readonly srcmd5: string
  /** Those of the very sources that the list names. */
  readonly containers: readonly Container[]
  /** Paths of the list that none of them has. */
  readonly missing: readonly string[]
  /** Paths that they have and the list has not. */
  readonly surplus: readonly string[]
}

/** What a publish project has of each package of a version. */
export function findStanding({ packages }: PromotedVersion, containers: readonly Container[]): readonly PackageStanding[] {
  return Object.entries(packages).map(([name, { srcmd5, files }]) => {
    const own = containers.filter((each) => each.srcmd5 === srcmd5 && isContainerOf(each.name, name))
    const present = new Set(own.flatMap(listPaths))
    return {
      package: name,
      srcmd5,
      containers: own,
      missing: Object.keys(files).filter((path) => !present.has(path)),
      surplus: [...present].filter((path) => !Object.hasOwn(files, path)),
    }
  })
}

/**
 * Why a version cannot be published beside what a publish project has: a sentence for each file whose name is taken there by
 * other sources, since users would go on getting that one.
 */
export function findTaken({ packages }: PromotedVersion, containers: readonly Container[]): readonly string[] {
  return Object.values(packages).flatMap(({ srcmd5, files }) =>
    containers
      .filter((each) => each.srcmd5 !== srcmd5)
      .flatMap((each) => listPaths(each).map((path) => ({ path, container: each.name })))
      .filter(({ path }) => Object.hasOwn(files, path))
      .map(
        ({ path, container }) =>
          `${path} is published already, from other sources, as ${container}, and users would go on getting that one: publish the next version.`,
      ),
  )
}

/** The containers of a publish project that hold nothing of any version of the list. */
export function findUnlisted(versions: readonly PromotedVersion[], containers: readonly Container[]): readonly Container[] {
  const listed = versions.flatMap(({ packages }) => Object.entries(packages))
  return containers.filter(
    ({ name, srcmd5 }) => !listed.some(([own, each]) => each.srcmd5 === srcmd5 && isContainerOf(name, own)),
  )
}

/** The files of a container as the list writes their paths. */
export function listPaths({ files }: Pick<Container, 'files'>): readonly string[] {
  return files.map(({ repository, architecture, file }) => `${repository}/${architecture}/${file}`)
}
