import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'

/**
 * Looks at source directories that a stranger has packed: each artifact may hold one folder, called as its package, with
 * plain files that no service of OBS runs by. Links could lead a push to files of ours. Throws a {@link UserError}.
 * @param artifacts by package
 */
export async function checkForeignSources(artifacts: ReadonlyMap<string, string>, host: Host): Promise<void> {
  await mkdir(host.directories.temp, { recursive: true })
  for (const [name, artifact] of artifacts) {
    // Of its own, so that no artifact writes through a link of another.
    const folder = await mkdtemp(join(host.directories.temp, 'foreign-'))
    try {
      await host.artifacts.download(artifact, folder)
      const problem = (await judgeFolder(folder, name)) ?? (await judgeFiles(join(folder, name)))
      if (problem !== undefined) throw new UserError(`Artifact ${artifact} is not taken: ${problem}.`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
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
