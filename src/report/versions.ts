import type { CellVersions } from '../version/cell-versions.js'

/** Writes versions for people: one for a builder whose architectures agree, else one for each architecture. */
export function renderVersions(versions: CellVersions): string {
  return Object.entries(versions)
    .flatMap(([builder, byArchitecture]) => {
      const [first, ...others] = new Set(Object.values(byArchitecture))
      if (first === undefined) return []
      if (others.length === 0) return [`${builder} ${first}`]
      return Object.entries(byArchitecture).map(([architecture, version]) => `${builder}/${architecture} ${version}`)
    })
    .join(', ')
}

/** Where a released package is on OBS: its containers, or the project, with the web page of the newest. */
export function renderContainers({
  containers,
  project,
  url,
}: {
  readonly containers: readonly string[]
  readonly project: string
  readonly url?: string
}): string {
  const names = containers.join(', ') || project
  return url === undefined ? names : `[${names}](${url})`
}
