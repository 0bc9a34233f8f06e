import { copyFile, mkdir } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { buildPackages as buildAll } from '../local-build/build.js'
import type { Built, Job } from '../local-build/job.js'
import { workFolder } from '../local-build/build-order.js'
import { repositoryKinds, writeRepositories } from '../local-build/repositories.js'
import { removeSigner, signingTools, withSigner } from '../local-build/signer.js'
import { requireTools } from '../host/tool.js'
import { boolean, choice, list, path, text } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import type { Host } from '../host/host.js'
import { withLock } from '../host/lock.js'
import { formatSize } from '../host/measure.js'
import { withWorkspace } from '../host/workspace.js'
import { packInputs } from './build-tarball.js'
import { chooseJobs } from '../local-build/job-selection.js'
import { artifactInput, planInputs } from '../declaration/common.js'
import { writeSpecs } from '../source/spec-file.js'
import { count } from '../plural.js'
import { renderTable } from '../report/table.js'
import type { Plan } from '../plan/plan.js'
import { openBinaries } from '../project/binaries-folder.js'
import { resolvePlan } from '../project/planning.js'

/** Milliseconds that another run in the same folder may take. */
const patience = 600_000

/** Builds packages without OBS. */
export const buildPackages = operation({
  name: 'build-packages',
  summary: 'Build packages on this machine, without OBS, and if wanted a signed repository of them.',
  inputs: {
    ...planInputs,
    output: path({ default: 'packages', description: 'The folder for the packages, below it one for each format.' }),
    binaries: packInputs.binaries,
    compression: choice(['fast', 'max'], {
      default: 'fast',
      description: 'fast takes little time, max makes the smallest packages.',
    }),
    formats: list({
      description: 'The kinds of packages: deb, rpm, and tar.gz and zip, which hold the programs alone. Default: deb and rpm.',
    }),
    architectures: list({
      description:
        'Only these architectures, by their names in OBS, Go or Debian, and platforms of the config such as darwin/arm64. Default: all of the config.',
    }),
    builders: list({
      description:
        'Only the packages of these builders of the config, as they have them. Default: as the first builder of each format has them that builds for an architecture.',
    }),
    repository: boolean({
      default: 'false',
      description: 'Also write the metadata that makes the folders deb and rpm repositories, with all packages in them.',
    }),
    'signing-key': text({
      secret: true,
      description: 'The armored private key, without passphrase, that signs rpms and repositories, or the path of its file.',
    }),
    artifact: artifactInput('Upload the packages under this name.'),
  },
  outputs: {
    directory: output('The folder of the packages.'),
    built: output<readonly Built[]>(
      'A row for each package file, as JSON: package, version, format, architecture, the builder as whose it is built where they differ, file, sha256, size, and whether it was kept from an earlier run.',
    ),
  },
  async run({ inputs, host, set, saveState }) {
    const plan = await resolvePlan(inputs, host, true)
    const jobs = chooseJobs(plan, inputs)
    for (const text of tellOthers(jobs)) host.log.info(text)
    const { repository, 'signing-key': key, compression } = inputs
    await requireTools('build-packages', listTools(jobs, repository, key !== undefined), host)
    const directory = resolve(host.directories.work, inputs.output)
    const binaries = await openBinaries(inputs.binaries, host)
    const built: Built[] = []
    const tell = (row: Built) => {
      built.push(row)
      set({ built: inOrder(built, jobs) })
    }
    set({ directory, built })
    const build = () =>
      withSigner(
        key,
        host,
        (home) => saveState('key', home),
        async (signer) => {
          const specs = await writeSpecs(onlyBuilt(plan, jobs), join(workFolder(directory), 'specs'), quiet(host))
          const known = plan.architectures
          const order = { known, jobs, output: directory, binaries, compression, specs, signer }
          await host.log.group('Build', () => buildAll(order, host, tell))
          if (!repository) return
          if (signer === undefined)
            host.log.warning(`The repositories below ${directory} are not signed, and clients refuse them; give \`signing-key\`.`)
          const { channel, publishProject, buildProject } = plan
          const title = { origin: publishProject ?? buildProject, label: publishProject ?? buildProject, suite: channel }
          const request = { output: directory, title, time: Math.max(...jobs.map((job) => job.package.time)), signer }
          await host.log.group('Repositories', () => writeRepositories(request, host))
        },
      )
    const wait = () => host.log.info(`Another run works in ${directory}; waiting for its end.`)
    await withLock(join(workFolder(directory), 'lock'), host, patience, build, wait)
    if (inputs.artifact !== undefined) await uploadPackages(inputs.artifact, built, directory, host)
  },
  report({ built = [] }) {
    if (built.length === 0) return 'No package was built.'
    const rows = built.map((each) => [
      each.builder === undefined ? each.package : `${each.package} (as in ${each.builder})`,
      each.format,
      each.architecture,
      basename(each.file),
      formatSize(each.size),
      each.kept ? 'kept' : 'built',
    ])
    const kept = built.filter((each) => each.kept).length
    const title = `${count(built.length - kept, 'package')} built${kept > 0 ? `, ${kept} kept as nothing changed` : ''}`
    return [`### ${title}`, '', renderTable(['Package', 'Format', 'Architecture', 'File', 'Size', 'State'], rows)].join('\n')
  },
  async post(state, host) {
    const home = state('key')
    if (home !== '') await removeSigner(home, host)
  },
})

/** Uploads the packages alone, as they lie below the folder. */
async function uploadPackages(name: string, built: readonly Built[], directory: string, host: Host): Promise<void> {
  await withWorkspace(host, async (folder) => {
    for (const { file } of built) {
      const place = join(folder, relative(directory, file))
      await mkdir(dirname(place), { recursive: true })
      await copyFile(file, place)
    }
    await host.artifacts.upload(name, folder)
  })
}

/** Says of packages that builders make otherwise as whose they are built. */
function tellOthers(jobs: readonly Job[]): ReadonlySet<string> {
  const differing = jobs.filter(({ others = [] }) => others.length > 0)
  return new Set(
    differing.map(
      ({ package: { name }, type, builder, others = [] }) =>
        `The ${type.name} of ${name} is built as in ${builder}; ${others.join(' and ')} ${others.length === 1 ? 'has' : 'have'} it otherwise, which the input \`builders\` chooses.`,
    ),
  )
}

function listTools(jobs: readonly Job[], repository: boolean, signing: boolean) {
  const types = new Set(jobs.map(({ type }) => type))
  return [
    ...[...types].flatMap(({ tools }) => tools),
    ...(signing ? signingTools : []),
    ...(repository ? repositoryKinds.flatMap(({ tools }) => tools) : []),
  ]
}

/** The plan with the packages that have something to build; the specs stay those that OBS gets. */
function onlyBuilt(plan: Plan, jobs: readonly Job[]): Plan {
  const used = new Set(jobs.filter(({ type }) => type.from === 'spec').map((job) => job.package))
  return { ...plan, packages: plan.packages.filter((each) => used.has(each)) }
}

/** Files that nobody asked for are no news. */
function quiet(host: Host): Host {
  return { ...host, log: { ...host.log, info: (message) => host.log.debug(message) } }
}

function inOrder(built: readonly Built[], jobs: readonly Job[]): readonly Built[] {
  const place = (row: Built) =>
    jobs.findIndex((job) => job.package.name === row.package && job.type.name === row.format && job.target === row.architecture)
  return [...built].sort((left, right) => place(left) - place(right))
}
