import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { filesOf } from './container.js'
import { apiPath, type Osc } from './osc.js'
import { parseXml } from '../xml.js'

/** A deb or rpm of OBS's that was brought here. */
export interface Binary {
  readonly package: string
  readonly builder: string
  readonly architecture: string
  readonly file: string
  /** Where it lies here. */
  readonly path: string
}

/** Where on OBS the binaries of a package lie for a builder: a build project's package, or a container. */
export interface BinaryPlace {
  readonly package: string
  readonly project: string
  readonly container: string
  readonly builder: string
  readonly architectures: readonly string[]
}

/**
 * Brings every deb and rpm of some places to `<folder>/<builder>/<architecture>/<package>/`, without source packages. It asks
 * `GET /build/P/R/A/K`, which does not lag behind as lists of whole projects do. Throws a {@link WorkError} for a file that
 * is gone when it is read.
 */
export async function fetchBinaries(
  places: readonly BinaryPlace[],
  folder: string,
  osc: Osc,
  host: Host,
): Promise<readonly Binary[]> {
  const questions = places.flatMap(({ architectures, ...place }) =>
    architectures.map((architecture) => ({ ...place, architecture })),
  )
  const listed = await mapInParallel(questions, 4, async ({ project, container, builder, architecture, package: name }) => {
    const at = ['build', project, builder, architecture, container]
    const text = await osc.read(apiPath(at))
    const files = text === undefined ? [] : filesOf(parseXml(text))
    return files.map((file) => {
      const path = join(folder, builder, architecture, name, file)
      return { url: apiPath([...at, file]), binary: { package: name, builder, architecture, file, path } }
    })
  })
  const all = listed.flat()
  host.log.info(`reading ${all.length} packages from ${[...new Set(places.map(({ project }) => project))].join(' and ')}`)
  let done = 0
  await mapInParallel(all, 4, async ({ url, binary: { builder, architecture, package: name, file, path } }) => {
    await mkdir(join(folder, builder, architecture, name), { recursive: true })
    if (!(await osc.download(url, path)))
      throw new WorkError(`OBS listed ${url} and has it no more: somebody builds or removes it just now; run this again.`)
    host.log.status(`${++done} of ${all.length} packages read: ${file}`)
  })
  return all.map(({ binary }) => binary)
}
