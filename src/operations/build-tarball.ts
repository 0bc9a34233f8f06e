import { resolve } from 'node:path'
import { artifactInput, planInputs } from '../declaration/common.js'
import { choice, path } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { openBinaries } from '../project/binaries-folder.js'
import { resolvePlan } from '../project/planning.js'
import { renderFiles } from '../report/written-files.js'
import { packSources } from '../source/packing.js'

export const outputInput = path({
  default: 'obs-sources',
  description: 'The folder for the source directories, one for each package.',
})

/** The inputs that say where programs come from and how they are packed. */
export const packInputs = {
  output: outputInput,
  binaries: path({
    description:
      "A folder with <architecture>/<binary> instead of the config's sources; artifact:NAME for an artifact of this workflow run.",
  }),
  compression: choice(['max', 'fast'], {
    default: 'max',
    description: 'max makes the smallest tarball, fast is for rehearsals.',
  }),
}

/** What packing hands on. */
export const packOutputs = {
  sources: output('The folder of the source directories.'),
  tarballs: output<Readonly<Record<string, string>>>('The tarballs by package, as JSON.'),
}

/** Packs the pre-built programs. */
export const buildTarball = operation({
  name: 'build-tarball',
  summary: 'Fetch the pre-built programs, check them and pack a tarball for each package.',
  inputs: { ...planInputs, ...packInputs, artifact: artifactInput('Upload the source directories under this name.') },
  outputs: packOutputs,
  async run({ inputs, host, set }) {
    const plan = await resolvePlan(inputs, host)
    const output = resolve(host.directories.work, inputs.output)
    const binaries = await openBinaries(inputs.binaries, host)
    const { tarballs } = await packSources({ plan, output, binaries, compression: inputs.compression }, host)
    set({ sources: output, tarballs })
    if (inputs.artifact !== undefined) await host.artifacts.upload(inputs.artifact, output)
  },
  report: ({ tarballs = {}, sources }) => renderFiles('tarball', showOutput(sources), tarballs),
})
