import { join, resolve } from 'node:path'
import { writeChecksums, listTarballs } from '../attestation/subject-list.js'
import { predicateType, readReleasedRows, stateVerification } from '../attestation/verification-statement.js'
import { artifactInput, planInputs } from '../declaration/common.js'
import { path, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { writeWhole } from '../host/file.js'
import { resolvePlan } from '../project/planning.js'
import { readRows } from '../project/row-file.js'
import { addressOfRun } from '../project/workflow-run.js'
import { readCheckRows } from '../report/rows.js'

/** Writes what is to be signed of a release. */
export const statement = operation({
  name: 'statement',
  summary:
    'Write what is to be signed of a release: that its published packages were verified, and the digests that it is about.',
  inputs: {
    ...planInputs,
    released: text({
      required: true,
      description: 'What obs-release released: artifact:NAME by its input `artifact`, or the path of such a file.',
    }),
    report: text({
      required: true,
      description: 'The output `report` of verify-repo: JSON, the path of a file, or artifact:NAME with * for several.',
    }),
    sources: path({ description: 'The source directories, for the digests of their tarballs. Default: none.' }),
    artifact: artifactInput('Download the source directories from the artifacts of this name first.'),
    output: path({ default: 'obs-statement', description: 'The folder to write into.' }),
  },
  outputs: {
    predicate: output('The absolute path of the predicate, JSON that schema/verification.schema.json describes.'),
    'predicate-type': output('Its type, an address at which docs/verification.md explains it.'),
    packages: output('The absolute path of the published packages by SHA-256, as sha256sum writes them.'),
    tarballs: output('The absolute path of the tarballs by SHA-256; empty without sources.'),
  },
  async run({ inputs, host, set }) {
    const plan = await resolvePlan(inputs, host)
    const folder = resolve(host.directories.work, inputs.output)
    const given = inputs.sources ?? (inputs.artifact === undefined ? undefined : 'obs-sources')
    const sources = given === undefined ? undefined : resolve(host.directories.work, given)
    if (inputs.artifact !== undefined && sources !== undefined) await host.artifacts.download(inputs.artifact, sources)
    const tarballs = sources === undefined ? [] : await listTarballs(plan, sources)
    if (tarballs.length > 0) set({ tarballs: await writeChecksums(join(folder, 'tarballs.sha256'), tarballs) })
    const released = await readRows('released', inputs.released, readReleasedRows, host)
    const rows = await readRows('report', inputs.report, readCheckRows, host)
    const maker = { suite: host.version, now: host.clock.now(), run: addressOfRun(host.env) }
    const { subjects, predicate } = stateVerification({ plan, released, rows }, maker)
    const file = join(folder, 'verification.json')
    await writeWhole(file, `${JSON.stringify(predicate, undefined, 1)}\n`)
    const packages = await writeChecksums(join(folder, 'packages.sha256'), subjects)
    set({ predicate: file, 'predicate-type': predicateType, packages })
    host.log.info(`${subjects.length} published packages and ${tarballs.length} tarballs can be attested`)
  },
  report: ({ predicate, packages }) =>
    predicate === undefined
      ? 'Nothing is stated.'
      : `What was verified is in ${showOutput(predicate)}, of the packages in ${showOutput(packages)}.`,
})
