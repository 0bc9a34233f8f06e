import { resolve } from 'node:path'
import { choice, path } from '../declaration/input.js'
import { operation } from '../declaration/operation.js'
import { artifactInput, planInputs } from '../declaration/common.js'
import { packSources } from '../source/packing.js'
import { renderTable } from '../report/table.js'
import { resolvePlan } from '../project/planning.js'

export const outputInput = path({
  default: 'obs-sources',
  description: 'The folder for the source directories, one for each package.',
})

/** The inputs that say where programs come from and how they are packed. */
export const packInputs = {
  output: outputInput,
  binaries: path({ description: "A local folder with <architecture>/<binary> instead of the config's sources." }),
  compression: choice(['max', 'fast'], {
    default: 'max',
    description: 'max makes the smallest tarball, fast is for rehearsals.',
  }),
}

/** Packs the pre-built programs. */
export const buildTarball = operation({
  name: 'build-tarball',
  summary: 'Fetch the pre-built programs, check them and pack a tarball for each package.',
  inputs: { ...planInputs, ...packInputs, artifact: artifactInput('Upload the source directories under this name.') },
  outputs: { sources: 'The folder of the source directories.', tarballs: 'The tarballs by package, as JSON.' },
  async run({ inputs, host, set }) {
    const planned = await resolvePlan(inputs, host)
    const output = resolve(host.directories.work, inputs.output)
    const binaries = inputs.binaries === undefined ? undefined : resolve(host.directories.work, inputs.binaries)
    const { tarballs } = await packSources({ ...planned, output, binaries, compression: inputs.compression }, host)
    set({ sources: output, tarballs })
    if (inputs.artifact !== undefined) await host.artifacts.upload(inputs.artifact, output)
  },
  report: (outputs) =>
    renderTable(
      ['Package', 'Tarball'],
      Object.entries(outputs.tarballs ?? {}).map(([name, file]) => [name, String(file)]),
    ),
})
