import { basename, dirname, resolve } from 'node:path'
import { describePlace } from '../attestation/package-place.js'
import { chooseTime } from '../attestation/statement-time.js'
import { writeSpdx } from '../attestation/spdx.js'
import { planInputs } from '../declaration/common.js'
import { list, path, text } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { UserError, WorkError } from '../error.js'
import { writeWhole } from '../host/file.js'
import { resolvePlan } from '../project/planning.js'
import { readRows } from '../project/row-file.js'
import { readCheckRows } from '../report/rows.js'
import { renderTable } from '../report/table.js'
import { repositoryUrl } from '../verify/verification.js'
import { listProved } from '../attestation/proved-package.js'

interface DescribedFile {
  readonly file: string
  readonly sha256: string
  readonly files: number
  readonly modules: number
}

const mostAttested = 16 * 1024 ** 2

/** Writes a bill of materials. */
export const sbom = operation({
  name: 'sbom',
  summary: 'Write a bill of materials (SPDX 2.3) of packages: their files, what they need, and the modules of Go programs.',
  inputs: {
    ...planInputs,
    from: list({
      description:
        'What to describe: debs and rpms, folders of them, or http(s) URLs of such packages and of repositories. Default: the repositories that the plan publishes into.',
    }),
    'repository-url': text({
      description: "As of verify-repo: where published projects lie. Default: the config's download-url.",
    }),
    report: text({
      description:
        'The output `report` of verify-repo: JSON, the path of a file, or artifact:NAME with * for several. Only packages that it proves are described. Default: all.',
    }),
    output: path({ default: 'sbom.spdx.json', description: 'The file to write.' }),
  },
  outputs: {
    sbom: output('The absolute path of the file.'),
    described: output<readonly DescribedFile[]>(
      'A row for each package, as JSON: file, sha256, and how many files and modules of Go it has.',
    ),
  },
  async run({ inputs, host, set }) {
    const isPlanned = inputs.from.length === 0 || inputs.plan !== undefined
    const plan = isPlanned ? await resolvePlan(inputs, host) : undefined
    const rows = await readRows('report', inputs.report, readCheckRows, host)
    const digests = inputs.report === undefined ? undefined : new Set(listProved(rows).map(({ sha256 }) => sha256))
    if (digests?.size === 0)
      throw new UserError('Input `report` proves no package, so none can be described; run verify-repo first.')
    const places =
      inputs.from.length > 0 || plan === undefined
        ? inputs.from
        : plan.builders.map((builder) => repositoryUrl({ repositoryUrl: inputs['repository-url'], plan }, builder))
    const names = plan?.packages.map(({ name }) => name) ?? (inputs.packages.length > 0 ? inputs.packages : undefined)
    const packages = []
    for (const place of places) packages.push(...(await describePlace(place, { names, digests }, host)))
    if (packages.length === 0) throw new WorkError(`There is no package to describe in ${places.join(', ')}: check \`from\`.`)
    for (const { file, contents } of packages) {
      const old = [...contents.builds].filter(([, build]) => build === 'pointers').map(([program]) => program)
      if (old.length > 0)
        host.log.warning(`${file} has programs of Go before 1.18, whose modules are not read: ${old.join(', ')}`)
    }
    const file = resolve(host.directories.work, inputs.output)
    const name =
      plan === undefined ? basename(dirname(file)) : `${plan.publishProject ?? plan.buildProject}-${plan.version.upstream}`
    const document = writeSpdx({ name, time: chooseTime(plan, host), suite: host.version, packages })
    const content = `${JSON.stringify(document, undefined, 1)}\n`
    await writeWhole(file, content)
    if (content.length > mostAttested)
      host.log.warning(`${file} is larger than the 16 MB that actions/attest takes; describe fewer packages at a time`)
    set({
      sbom: file,
      described: packages.map(({ file: shown, sha256, model, contents }) => ({
        file: shown,
        sha256,
        files: [...model.files.values()].filter((each) => each.sha256 !== undefined).length,
        modules: new Set(
          [...contents.builds.values()].flatMap((build) =>
            build === 'pointers' ? [] : build.modules.map((module) => `${module.path} ${module.version}`),
          ),
        ).size,
      })),
    })
  },
  report: ({ described = [] }) =>
    [
      '### Bill of materials',
      '',
      renderTable(
        ['Package', 'Files', 'Modules of Go'],
        described.map(({ file, files, modules }) => [file, String(files), String(modules)]),
      ),
    ].join('\n'),
})
