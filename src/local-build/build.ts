import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { hashBytes } from '../host/file.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { formatSize } from '../host/measure.js'
import { collect } from './collection.js'
import { describeJob, jobName, type Built, type Job } from './job.js'
import { makePackage, type Site } from './make.js'
import { specOf, workFolder, type BuildOrder } from './build-order.js'
import { withPlainPath } from './plain-path.js'
import { hashSpec } from './local-sources.js'
import { readStamp, writeStamp, type Stamp } from './stamp.js'

const atOnce = 2

/**
 * Makes every package file that is not there already, made of the same inputs. All sources are fetched and checked
 * first. Throws a WorkError that names the package that could not be built.
 * @param tell is handed each file as soon as it is there
 */
export async function buildPackages(order: BuildOrder, host: Host, tell: (built: Built) => void): Promise<void> {
  const collection = await collect(order, host)
  const identities = await identify(order, host)
  // What an interrupted run left.
  await rm(join(workFolder(order.output), 'build'), { recursive: true, force: true })
  await withPlainPath(workFolder(order.output), host, async (work) => {
    const site: Site = { order, collection, host, work, sources: new Map() }
    await mapInParallel(order.jobs, Math.min(atOnce, availableParallelism()), async (job) => {
      const inputs = await hashInputs(job, identities.get(job.type.name), site)
      for (const built of await settle(job, inputs, site)) tell(built)
    })
  })
}

/** Asks each type by what it is built. */
async function identify({ jobs }: BuildOrder, host: Host): Promise<ReadonlyMap<string, string>> {
  const identities = new Map<string, string>()
  for (const type of new Set(jobs.map((job) => job.type))) {
    const identity = await type.identify(host)
    identities.set(type.name, identity)
    if (type.from === 'spec') host.log.info(`${type.name} packages are built by ${identity}`)
  }
  return identities
}

/** Keeps what a job has to make when it is there, or makes it. */
async function settle(job: Job, inputs: string, site: Site): Promise<readonly Built[]> {
  const { order, host } = site
  const stamp = join(workFolder(order.output), 'stamps', `${jobName(job)}.json`)
  const folder = join(order.output, job.type.name)
  const kept = await readStamp(stamp, inputs, folder)
  if (kept) {
    host.log.info(`${describeJob(job)} is up to date`)
    return describeFiles(kept, true, job, folder)
  }
  const made = { inputs, files: await makePackage(job, site) }
  await writeStamp(stamp, made)
  for (const { place, size } of made.files) host.log.info(`${describeJob(job)} is built: ${place}, ${formatSize(size)}`)
  return describeFiles(made, false, job, folder)
}

/** A digest of everything that decides what comes out. */
async function hashInputs(job: Job, identity: string | undefined, { order, collection }: Site): Promise<string> {
  const { type, package: planned } = job
  const spec = type.from === 'spec' ? specOf(job, order) : undefined
  const used = collection.ingredientsFor(job).filter(({ kind }) => type.from === 'spec' || kind !== 'own')
  const inputs = {
    by: identity,
    compression: order.compression,
    time: planned.time,
    key: type.sign === undefined ? undefined : order.signer?.fingerprint,
    spec: spec === undefined ? undefined : await hashSpec(spec),
    files: used.map(({ kind, name, sha256, executable }) => [kind, name, sha256, executable]),
  }
  return hashBytes(JSON.stringify(inputs), 'sha256')
}

function describeFiles(
  { files }: Stamp,
  kept: boolean,
  { package: { name, version }, type, target, builder }: Job,
  folder: string,
): Built[] {
  return files.map(({ place, sha256, size }) => ({
    package: name,
    version: version.package,
    format: type.name,
    architecture: target,
    ...(builder === undefined ? {} : { builder }),
    file: join(folder, place),
    sha256,
    size,
    kept,
  }))
}
