import type { Host } from '../host/host.js'
import { collectSources, type Binary } from '../source/binary.js'
import { ingredientsOf, readBesideConfig, type Ingredient } from './ingredient.js'
import type { Job } from './job.js'
import type { BuildOrder } from './build-order.js'

/** What the packages of an order are made of, fetched and checked. */
export interface Collection {
  /** What the sources gave a job's package, on all platforms. */
  binariesFor(job: Job): readonly Binary[]
  /** Everything that goes into a job. */
  ingredientsFor(job: Job): readonly Ingredient[]
}

/** Fetches what the jobs need and no more. Throws what {@link collectSources} throws. */
export async function collect({ known, jobs, binaries: folder }: BuildOrder, host: Host): Promise<Collection> {
  const packages = [...new Set(jobs.map((job) => job.package))]
  const requests = packages.map((planned) => {
    const targets = [...new Set(jobs.filter((job) => job.package === planned).map(({ target }) => target))]
    return { package: planned, known, folder, targets }
  })
  const collected = await collectSources(requests, host)
  const found = new Map<string, { binaries: readonly Binary[]; beside: readonly Ingredient[] }>()
  for (const [index, planned] of packages.entries())
    found.set(planned.name, { binaries: collected[index] ?? [], beside: await readBesideConfig(planned) })
  const findFor = (job: Job) => found.get(job.package.name) ?? { binaries: [], beside: [] }
  return {
    binariesFor: (job) => findFor(job).binaries,
    ingredientsFor(job) {
      const { binaries, beside } = findFor(job)
      return ingredientsOf(binaries, beside, job.platform)
    },
  }
}
