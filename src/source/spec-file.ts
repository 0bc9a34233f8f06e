import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { listSpecs } from '../plan/variant.js'
import { doubtSpec, fillSpec } from '../spec/hand-written.js'
import { specModel, type SpecModel } from '../spec/spec-model.js'
import { listSources } from '../spec/sources.js'
import { renderSpec } from '../spec/spec.js'
import { readBeside, readChangelog } from './changelog-file.js'

/**
 * Writes the specs of every package of a plan, and what they name beside the tarball; resolves to the specs by package, those
 * of builders that have it otherwise by `<package>/<builder>`.
 */
export async function writeSpecs(plan: Plan, output: string, host: Host): Promise<Record<string, string>> {
  const specs: Record<string, string> = {}
  for (const planned of plan.packages) {
    const directory = join(output, planned.name)
    const [changelog, license] = [await readChangelog(planned), await readLicense(planned)]
    const files = new Map<string, string>()
    for (const { name, builder } of listSpecs(planned)) {
      const model = specModel(planned, plan.architectures, changelog, license, builder)
      files.set(`${name}.spec`, await specText(model, host))
      for (const { name: beside, text } of listSources(model)) if (text !== undefined) files.set(beside, text)
      specs[specKey(planned, builder)] = join(directory, `${name}.spec`)
    }
    for (const [name, text] of files) {
      const written = await writeChanged(join(directory, name), text)
      host.log.info(`${join(directory, name)} is ${written ? 'written' : 'unchanged'}`)
    }
    await removeStale(directory, files)
  }
  return specs
}

/** Under which key {@link writeSpecs} names a spec. */
export function specKey({ name }: Plan['packages'][number], builder: string | undefined): string {
  return builder === undefined ? name : `${name}/${builder}`
}

/** The generated spec, or the hand-written one with its placeholders filled. */
async function specText(model: SpecModel, host: Host): Promise<string> {
  const { spec } = model.planned
  if (spec === undefined) return renderSpec(model)
  const text = await readBeside(spec)
  for (const { message, at } of doubtSpec(model, text, spec.file)) host.log.warning(message, at)
  return fillSpec(model, text, spec.file)
}

/** The text of a licence that lies beside the config; what is missing there is told when the tarball is packed. */
async function readLicense({ documents }: Plan['packages'][number]): Promise<string> {
  const from = documents.find(({ name }) => name === 'LICENSE')?.from
  return from !== undefined && 'file' in from ? readFile(from.file, 'utf8').catch(() => '') : ''
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
    if (
      /\.(?:spec|rpmlintrc|copyright|changelog|lintian-overrides|sysusers|tmpfiles|pre|post|preun|postun|pretrans|posttrans|preinst|postinst|prerm|postrm)$/.test(
        name,
      ) &&
      !files.has(name)
    )
      await rm(join(directory, name))
  }
}
