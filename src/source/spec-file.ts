import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { specModel, type SpecModel } from '../spec/spec-model.js'
import { listSources } from '../spec/sources.js'
import { renderSpec } from '../spec/spec.js'
import { fillSpec } from '../spec/hand-written.js'
import { readBeside, readChangelog } from './changelog-file.js'
import type { Planned } from '../project/planning.js'

/** Writes the spec of every package of a plan, and what it names beside the tarball; resolves to the specs by package. */
export async function writeSpecs(planned: Planned, output: string, host: Host): Promise<Record<string, string>> {
  const specs: Record<string, string> = {}
  for (const each of planned.plan.packages) {
    const pkg = planned.loaded.config.packages[each.name]
    if (!pkg) continue
    const directory = join(output, each.name)
    const model = specModel(each, pkg, planned.plan, await readChangelog(each, planned, host))
    const spec = `${each.name}.spec`
    const beside = listSources(model).flatMap(({ name, text }) => (text === undefined ? [] : [[name, text] as const]))
    const files = new Map([[spec, await specText(model, planned)], ...beside])
    for (const [name, text] of files) {
      const written = await writeChanged(join(directory, name), text)
      host.log.info(`${join(directory, name)} is ${written ? 'written' : 'unchanged'}`)
    }
    await removeStale(directory, files)
    specs[each.name] = join(directory, spec)
  }
  return specs
}

/** The generated spec, or the hand-written one with its placeholders filled. */
async function specText(model: SpecModel, { loaded }: Planned): Promise<string> {
  const { spec } = model.pkg
  if (spec === undefined) return renderSpec(model)
  const key = ['packages', model.planned.name, 'spec']
  return fillSpec(model, await readBeside(loaded, key, spec), join(loaded.folderOf(key), spec))
}

async function writeChanged(file: string, text: string): Promise<boolean> {
  const present = await readFile(file, 'utf8').catch(() => undefined)
  if (present === text) return false
  await writeWhole(file, text)
  return true
}

/** Removes what an earlier version of the config had beside the tarball. */
async function removeStale(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const name of await readdir(directory)) {
    if (/\.(?:spec|rpmlintrc|copyright|changelog|lintian-overrides)$/.test(name) && !files.has(name))
      await rm(join(directory, name))
  }
}
