import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UserError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { Collection } from './collection.js'
import { binariesOf } from './ingredient.js'
import { describeJob, jobName, type Job } from './job.js'
import { specOf, workFolder, type BuildOrder } from './build-order.js'
import { makeSourceDirectory } from './local-sources.js'
import type { StampedFile } from './stamp.js'
import type { BuildRequest, SourceDirectory } from './package-type.js'

/** What all jobs of an order share. */
export interface Site {
  readonly order: BuildOrder
  readonly collection: Collection
  readonly host: Host
  /** A path of the order's work folder that rpmbuild takes as it is. */
  readonly work: string
  /** By package and architecture: deb and rpm are made of the same. */
  readonly sources: Map<string, Promise<string>>
}

/** Builds what a job is about, signs it and puts it into place; resolves to its files. */
export async function makePackage(job: Job, site: Site): Promise<StampedFile[]> {
  const { output, signer, jobs } = site.order
  const request = requestFor(job, site)
  await mkdir(request.folder, { recursive: true })
  const first = jobs.find((other) => other.package === job.package && other.type === job.type)
  const files: StampedFile[] = []
  for (const { file, place, everywhere } of await job.type.build(request, site.host).catch(explain(job))) {
    // Each architecture makes it once more.
    if (everywhere && first !== job) continue
    if (signer) await job.type.sign?.(file, signer, site.host)
    await utimes(file, job.package.time, job.package.time)
    const target = join(output, job.type.name, place)
    await mkdir(dirname(target), { recursive: true })
    await rename(file, target)
    files.push({ place, sha256: await hashFile(target, 'sha256'), size: (await stat(target)).size })
  }
  await rm(request.folder, { recursive: true, force: true })
  return files
}

function requestFor(job: Job, site: Site): BuildRequest {
  const { order, collection, work } = site
  return {
    package: job.package,
    platform: job.platform,
    ingredients: collection.ingredientsFor(job),
    sources: () => sourcesFor(job, site),
    compression: order.compression,
    folder: join(work, 'build', jobName(job)),
    log: join(workFolder(order.output), 'logs', `${jobName(job)}.log`),
  }
}

/** The source directory of a job, packed when it is first asked for. */
async function sourcesFor(job: Job, { order, collection, work, sources, host }: Site): Promise<SourceDirectory> {
  const { package: planned, target, platform } = job
  const spec = specOf(job, order)
  const key = `${planned.name} ${target}`
  const binaries = binariesOf(collection.binariesFor(job), platform)
  const output = join(work, 'sources', target)
  const request = { package: planned, binaries, output, beside: dirname(spec) }
  const made = sources.get(key) ?? makeSourceDirectory(request, host.env)
  sources.set(key, made)
  const folder = await made
  return { folder, spec: join(folder, basename(spec)) }
}

/** Names the job in front of what went wrong. */
function explain(job: Job): (error: unknown) => never {
  return (error) => {
    const told = error instanceof Error ? `The ${describeJob(job)} cannot be built: ${error.message}` : ''
    if (error instanceof WorkError) throw new WorkError(told, { cause: error })
    if (error instanceof UserError) throw new UserError(told, { cause: error })
    throw error
  }
}
