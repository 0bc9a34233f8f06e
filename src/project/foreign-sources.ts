import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { planFile } from './plan-file.js'

/** Looks at a plan that a stranger has packed: a link in its place could be read as another file. Throws a {@link UserError}. */
export async function checkForeignPlan(artifact: string, host: Host): Promise<void> {
  await inspect(artifact, host, async (folder) => {
    const isFile = await lstat(join(folder, planFile)).then(
      (found) => found.isFile(),
      () => false,
    )
    return isFile ? undefined : `it has no plain file ${planFile}`
  })
}

/**
 * Looks at source directories that a stranger has packed: each artifact may hold one folder, called as its package, with
 * plain files that no service of OBS runs by. Links could lead a push to files of ours. Throws a {@link UserError}.
 * @param artifacts by package
 */
export async function checkForeignSources(artifacts: ReadonlyMap<string, string>, host: Host): Promise<void> {
  for (const [name, artifact] of artifacts)
    await inspect(artifact, host, async (folder) => (await judgeFolder(folder, name)) ?? judgeFiles(join(folder, name)))
}

/** Unpacks an artifact into a folder of its own, so that none writes through a link of another. */
async function inspect(artifact: string, host: Host, judge: (folder: string) => Promise<string | undefined>): Promise<void> {
  await mkdir(host.directories.temp, { recursive: true })
  const folder = await mkdtemp(join(host.directories.temp, 'foreign-'))
  try {
    await host.artifacts.download(artifact, folder)
    const problem = await judge(folder)
    if (problem !== undefined) throw new UserError(`Artifact ${artifact} is not taken: ${problem}.`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function judgeFolder(folder: string, name: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true })
  const strange = entries.find((entry) => entry.name !== name || !entry.isDirectory())
  if (strange !== undefined) return `it holds ${JSON.stringify(strange.name)}, which is not the folder ${name}`
  return entries.length === 0 ? `it has no folder ${name}` : undefined
}

async function judgeFiles(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true })
  const strange = entries.find((entry) => !entry.isFile())
  if (strange !== undefined) return `${JSON.stringify(strange.name)} in it is no plain file`
  // _service, _link, _aggregate: OBS would act on them, with the rights of our account.
  const order = entries.find((entry) => entry.name.startsWith('_'))
  return order === undefined ? undefined : `${JSON.stringify(order.name)} in it tells OBS to do something`
}
