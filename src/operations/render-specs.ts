import { resolve } from 'node:path'
import { operation } from '../declaration/operation.js'
import { outputInput } from './build-tarball.js'
import { artifactInput, planInputs } from '../declaration/common.js'
import { writeSpecs } from '../source/spec-file.js'
import { renderTable } from '../report/table.js'
import { resolvePlan } from '../project/planning.js'

/** Writes the specs. */
export const renderSpecs = operation({
  name: 'render-specs',
  summary: 'Write one spec for each package, which rpmbuild and debbuild both take.',
  inputs: { ...planInputs, output: outputInput, artifact: artifactInput('Upload the source directories under this name.') },
  outputs: { sources: 'The folder of the source directories.', specs: 'The specs by package, as JSON.' },
  async run({ inputs, host, set }) {
    const planned = await resolvePlan(inputs, host)
    const output = resolve(host.directories.work, inputs.output)
    set({ sources: output, specs: await writeSpecs(planned, output, host) })
    if (inputs.artifact !== undefined) await host.artifacts.upload(inputs.artifact, output)
  },
  report: (outputs) =>
    renderTable(
      ['Package', 'Spec'],
      Object.entries(outputs.specs ?? {}).map(([name, file]) => [name, String(file)]),
    ),
})
