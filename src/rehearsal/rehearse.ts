import { join } from 'node:path'
import { parseInputs } from '../declaration/parse.js'
import type { OutputValue } from '../declaration/operation.js'
import type { Host } from '../host/host.js'
import { publish } from '../operations/publish.js'
import { readFoundation } from '../project/distribution.js'
import { startSandbox, stopSandbox, type Sandbox } from '../sandbox/sandbox.js'
import { fetchSpecimens, type Fetched, type Specimen } from './binaries.js'
import { writeClientFiles } from './client.js'
import { claimFolder, keepFolder, removeFolder } from './rehearsal-folder.js'
import { fetchPreset } from './stand-in.js'
import { prefixLog } from './prefix-log.js'
import { requireProof, type RehearsedPublication } from './proof.js'
import { renderRehearsal } from './rehearsal-report.js'

export interface RehearsalOptions {
  /** Where the sandbox lives, for as long as the rehearsal takes. */
  readonly directory: string
  /** Publish all packages of this preset, once, in place of a few programs. */
  readonly preset?: string | undefined
  /** Leave it running and serving what was published. */
  readonly keep: boolean
}

const five = ['x86_64', 'aarch64', 'armv7l', 'ppc64le', 's390x'] as const
const four = ['x86_64', 'aarch64', 'ppc64le', 's390x'] as const
const kubectl: Specimen = { package: 'kubectl', path: 'usr/bin/kubectl', architectures: four, suite: 'trixie' }
const runc = { package: 'runc', path: 'usr/sbin/runc', architectures: five }

/** Two patch versions of one minor, and a program by the Kubernetes preset. */
const specimens: readonly (Specimen & { readonly config: string })[] = [
  { ...runc, suite: 'bookworm', config: 'examples/rehearsal/packages.yaml' },
  { ...runc, suite: 'trixie', config: 'examples/rehearsal/packages.yaml' },
  { ...kubectl, config: 'kubernetes' },
]

/**
 * Rehearses a release against a private, empty OBS with real programs: everything is published, then published again,
 * which must change nothing. Resolves to the report; the sandbox is stopped and its folder removed unless it shall be
 * kept. `onClaim` is told, when the folder is this rehearsal's own, how to stop the sandbox and remove it. Throws a
 * UserError when the folder is in use, and a WorkError when the rehearsal proves nothing.
 */
export async function rehearse(
  { directory, keep, preset }: RehearsalOptions,
  host: Host,
  onClaim: (remove: () => Promise<void>) => void = () => undefined,
): Promise<string> {
  const { suite } = host.directories
  const configs = (preset === undefined ? specimens.map(({ config }) => config) : [preset]).map((config) =>
    config.includes('/') ? join(suite, config) : config,
  )
  const start = host.clock.now()
  let kept = false
  await claimFolder(directory, host)
  let removal: Promise<void> | undefined
  // An interruption and the end that it leads to both ask for it.
  const remove = () => (removal ??= removeFolder(directory, host))
  onClaim(remove)
  try {
    const report = await rehearseIn({ directory, keep, preset }, configs, start, host)
    if (keep) await keepFolder(directory)
    kept = keep
    return report
  } finally {
    // Of one that failed, whoever wants to keep it wants to see its logs.
    const end = () => (keep && removal === undefined ? stopSandbox(directory, host) : remove())
    if (!kept) await host.log.group<unknown>('Stop the private OBS', end)
  }
}

async function rehearseIn(
  { directory, keep, preset }: RehearsalOptions,
  configs: readonly string[],
  start: number,
  host: Host,
): Promise<string> {
  const fetched = await host.log.group('Fetch real programs from Debian', async () =>
    preset === undefined ? fetchSpecimens(specimens, host) : [await fetchPreset(preset, kubectl, host)],
  )
  const foundations = await Promise.all([...new Set(configs)].map((config) => readFoundation(config, host)))
  const distributions = foundations.flatMap((each) => each.distributions)
  const ancestors = foundations.flatMap((each) => each.ancestors)
  const options = { directory, port: 0, architectures: five, workers: 2, distributions, ancestors }
  const sandbox = await host.log.group('Start a private OBS', () => startSandbox(options, host))
  host.log.mask(sandbox.password)
  const publications: RehearsedPublication[] = []
  // A whole preset takes its time; that nothing is done twice is shown by the plain rehearsal.
  for (const round of preset === undefined ? (['first', 'second'] as const) : (['first'] as const)) {
    // Each config is a lane of its own: while OBS builds for one, the other is packed, released or verified.
    const lanes = [...new Set(configs)].map((config) =>
      fetched.filter((_, index) => configs[index] === config).map((specimen) => ({ specimen, config })),
    )
    const ends = await Promise.allSettled(lanes.map((lane) => publishLane(lane, round, directory, sandbox, host)))
    // Only when no lane is at work any more may the sandbox be stopped.
    for (const end of ends) {
      if (end.status === 'rejected') throw end.reason
      publications.push(...end.value)
    }
  }
  const client = keep ? await writeClientFiles(directory, publications, sandbox, host) : undefined
  return renderRehearsal(publications, host.clock.now() - start, client)
}

/** Publishes one after the other. */
async function publishLane(
  lane: readonly { readonly specimen: Fetched; readonly config: string }[],
  round: RehearsedPublication['round'],
  directory: string,
  sandbox: Sandbox,
  host: Host,
): Promise<readonly RehearsedPublication[]> {
  const publications: RehearsedPublication[] = []
  for (const { specimen, config } of lane) {
    const own = { ...host, log: prefixLog(host.log, `${specimen.package} ${specimen.version}`.padEnd(15)) }
    // What the first round has proved of the contents, the second need not prove again: it shall change nothing.
    const checks = round === 'first' ? '' : 'metadata,signatures,presence'
    const outputs = await publishOne(specimen, config, directory, checks, sandbox, own)
    const publication = { specimen, round, outputs }
    requireProof(publication)
    publications.push(publication)
  }
  return publications
}

async function publishOne(
  specimen: Fetched,
  config: string,
  directory: string,
  checks: string,
  sandbox: Sandbox,
  host: Host,
): Promise<Record<string, OutputValue>> {
  const outputs: Record<string, OutputValue> = {}
  const inputs = parseInputs(publish.inputs, {
    config,
    version: specimen.version,
    packages: specimen.packages.join(','),
    binaries: specimen.folder,
    output: join(directory, 'sources', `${specimen.packages[0]}-${specimen.version}`),
    compression: 'fast',
    apiurl: sandbox.apiurl,
    username: sandbox.username,
    password: sandbox.password,
    'repository-url': sandbox.downloadUrl,
    checks,
    'poll-interval': '5s',
  })
  await publish.run({ inputs, host, saveState: () => undefined, set: (known) => Object.assign(outputs, known) })
  return outputs
}
