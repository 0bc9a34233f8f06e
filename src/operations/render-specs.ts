import { resolve } from 'node:path'
import { artifactInput, planInputs } from '../declaration/common.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { resolvePlan } from '../project/planning.js'
import { renderFiles } from '../report/written-files.js'
import { writeSpecs } from '../source/spec-file.js'
import { outputInput, packOutputs } from './build-tarball.js'

/** The specs that are handed on. */
export const specsOutput = output<Readonly<Record<string, string>>>(
  'The specs by package, as JSON; those of builders that have a package otherwise by <package>/<builder>.',
)

/** Writes the specs. */
export const renderSpecs = operation({
  name: 'render-specs',
  summary:
    'Write one spec for each package, which rpmbuild and debbuild both take, and one for each builder that has it otherwise.',
  inputs: { ...planInputs, output: outputInput, artifact: artifactInput('Upload the source directories under this name.') },
  outputs: { sources: packOutputs.sources, specs: specsOutput },
  async run({ inputs, host, set }) {
    const plan = await resolvePlan(inputs, host)
    const output = resolve(host.directories.work, inputs.output)
    set({ sources: output, specs: await writeSpecs(plan, output, host) })
    if (inputs.artifact !== undefined) await host.artifacts.upload(inputs.artifact, output)
  },
  report: ({ specs = {}, sources }) => renderFiles('spec', showOutput(sources), specs),
})
