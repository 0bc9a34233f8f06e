import { basename, join, resolve } from 'node:path'
import { buildPackages as buildAll } from '../build/build.js'
import type { Built, Job } from '../build/job.js'
import { workFolder } from '../build/order.js'
import { repositoryKinds, writeRepositories } from '../build/repository/repository.js'
import { removeSigner, withSigner } from '../build/signer.js'
import { requireTools } from '../build/tool.js'
import { boolean, choice, list, path, text } from '../declaration/input.js'
import { operation } from '../declaration/operation.js'
import type { Host } from '../host/host.js'
import { withLock } from '../host/lock.js'
import { formatSize } from '../host/size.js'
import { packInputs } from './build-tarball.js'
import { chooseJobs } from './shared/build-selection.js'
import { releaseTime } from './shared/checkout.js'
import { planInputs } from './shared/inputs.js'
import { localVersion } from './shared/local-version.js'
import { writeSpecs } from './shared/specs.js'
import { renderTable } from './shared/table.js'
import { resolvePlan, type Planned } from './shared/target.js'

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
    repository: boolean({
      default: 'false',
      description: 'Also write the metadata that makes the folders deb and rpm repositories, with all packages in them.',
    }),
    'signing-key': text({
      secret: true,
      description: 'The armored private key, without passphrase, that signs rpms and repositories, or the path of its file.',
    }),
  },
  outputs: {
    directory: 'The folder of the packages.',
    built:
      'A row for each package file, as JSON: package, version, format, architecture, file, sha256, size, and whether it was kept from an earlier run.',
  },
  async run({ inputs, host, set, saveState }) {
    const planned = await resolvePlan({ ...inputs, version: await localVersion(inputs.version, host) }, host)
    const jobs = chooseJobs(planned, inputs)
    const { repository, 'signing-key': key, compression } = inputs
    await requireTools(listTools(jobs, repository, key !== undefined), host)
    const directory = resolve(host.directories.work, inputs.output)
    const binaries = inputs.binaries === undefined ? undefined : resolve(host.directories.work, inputs.binaries)
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
          const specs = await writeSpecs(onlyBuilt(planned, jobs), join(workFolder(directory), 'specs'), quiet(host))
          const times = await readTimes(jobs, host)
          const { loaded: config } = planned
          const order = { config, jobs, output: directory, binaries, compression, specs, times, signer }
          await host.log.group('Build', () => buildAll(order, host, tell))
          if (!repository) return
          if (signer === undefined)
            host.log.warning(`The repositories below ${directory} are not signed, and clients refuse them; give \`signing-key\`.`)
          const { channel, publishProject, buildProject } = planned.plan
          const title = { origin: publishProject ?? buildProject, label: publishProject ?? buildProject, suite: channel }
          const request = { output: directory, title, time: Math.max(...Object.values(times)), signer }
          await host.log.group('Repositories', () => writeRepositories(request, host))
        },
      )
    const wait = () => host.log.info(`Another run works in ${directory}; waiting for its end.`)
    await withLock(join(workFolder(directory), 'lock'), host, patience, build, wait)
  },
  report(outputs) {
    const built = (outputs.built ?? []) as readonly Built[] // run set it
    if (built.length === 0) return 'No package was built.'
    const rows = built.map((each) => [
      each.package,
      each.format,
      each.architecture,
      basename(each.file),
      formatSize(each.size),
      each.kept ? 'kept' : 'built',
    ])
    return renderTable(['Package', 'Format', 'Architecture', 'File', 'Size', 'State'], rows)
  },
  async post(state, host) {
    const home = state('key')
    if (home !== '') await removeSigner(home, host)
  },
})

function listTools(jobs: readonly Job[], repository: boolean, signing: boolean) {
  const types = new Set(jobs.map(({ type }) => type))
  return [
    ...[...types].flatMap(({ tools }) => tools),
    ...(signing ? (['gpg', 'gpgconf', 'rpmsign'] as const) : []),
    ...(repository ? repositoryKinds.flatMap(({ tools }) => tools) : []),
  ]
}

/** The plan with the packages that have something to build; the specs stay those that OBS gets. */
function onlyBuilt({ loaded, plan }: Planned, jobs: readonly Job[]): Planned {
  const used = new Set(jobs.filter(({ type }) => type.from === 'spec').map((job) => job.package))
  return { loaded, plan: { ...plan, packages: plan.packages.filter((each) => used.has(each)) } }
}

async function readTimes(jobs: readonly Job[], host: Host): Promise<Record<string, number>> {
  const times: Record<string, number> = {}
  for (const { name, version } of new Set(jobs.map((job) => job.package))) times[name] = await releaseTime(version, host)
  return times
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
