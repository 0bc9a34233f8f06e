import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'
import { exists, writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { withLock } from '../host/lock.js'
import { findArchitecture, type ArchitectureNames } from '../architecture.js'
import { connectBackend } from './backend.js'
import { gatherBuildRoot, installBuildRoot, nativeArchitecture } from './build-root.js'
import { checkDaemons, startGateway, startServers, startServices } from './services.js'
import { plantFarm } from './farm.js'
import type { GatewayConfig } from './gateway/gateway-config.js'
import { buildImage, restoreImage } from './image.js'
import { layOut, type Layout } from './layout.js'
import { prepareFolders } from './folders.js'
import { choosePorts } from './port.js'
import { findDead, readDaemons, refuseDaemons } from './daemon.js'
import { writeProjects } from './projects.js'
import { checkMachine, checkOptions } from './requirements.js'
import { reuse } from './reuse.js'
import type { Sandbox, SandboxOptions } from './options.js'
import { prepareSigning } from './signing.js'
import { accounts, describeSandbox, readState, writeState, type State } from './state.js'
import { clean } from './stop.js'
import { startWorkers } from './workers.js'

/** Starts or reuses the instance of a directory; see startSandbox. */
export async function start(options: SandboxOptions, host: Host): Promise<Sandbox> {
  const problems = checkOptions(options)
  if (problems.length > 0) throw new UserError(problems)
  await checkMachine(options, host)
  const layout = layOut(options.directory)
  await mkdir(layout.root, { recursive: true, mode: 0o755 })
  return withLock(layout.lock, host, 300_000, async () => {
    const state = await readState(layout)
    if (state?.ready && (await isRunning(layout))) return reuse(options, layout, state, host)
    if (await exists(layout.processes)) {
      host.log.info('Cleaning up after a sandbox that did not stop properly')
      await clean(layout, host)
    }
    return guard(layout, host, () => startFresh(options, layout, state, host))
  })
}

async function isRunning(layout: Layout): Promise<boolean> {
  const daemons = await readDaemons(layout)
  return daemons.length > 0 && (await findDead(layout)).length === 0
}

/** Runs the start; whatever it has begun is ended when it fails or this process is told to end. */
async function guard<T>(layout: Layout, host: Host, step: () => Promise<T>): Promise<T> {
  const interrupted = (signal: NodeJS.Signals) => {
    refuseDaemons(layout)
    void clean(layout, host).finally(() => process.kill(process.pid, signal))
  }
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  try {
    return await step()
  } catch (error) {
    await clean(layout, host)
    throw error
  } finally {
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
  }
}

async function startFresh(options: SandboxOptions, layout: Layout, known: State | undefined, host: Host): Promise<Sandbox> {
  const native = await nativeArchitecture(host)
  if (native === undefined) throw new UserError('The sandbox does not know the architecture of this machine (uname -m)')
  const architectures = wanted(options, known, native)
  host.log.info(
    `Starting an OBS sandbox in ${layout.root} for ${architectures.map((architecture) => architecture.obs).join(', ')}`,
  )
  await prepareFolders(layout, host)
  const [root, ports] = await Promise.all([
    gatherBuildRoot({ architectures, native, debbuild: options.debbuild }, join(layout.root, 'own'), host),
    choosePorts(options.port, known),
    prepareSigning(layout, host),
  ])
  const names = architectures.map((architecture) => architecture.obs)
  const state: State = {
    version: 2,
    passwords: Object.fromEntries(
      Object.values(accounts).map((login) => [login, known?.passwords[login] ?? randomBytes(18).toString('base64url')]),
    ),
    ports,
    architectures: names,
    distributions: merge(options.distributions, known),
    ancestors: [...new Set([...(known?.ancestors ?? []), ...options.ancestors])],
    buildRoot: root.digest,
    ready: false,
  }
  for (const password of Object.values(state.passwords)) host.log.mask(password)
  await writeState(layout, state)
  await plantFarm(layout, state)
  await installBuildRoot(layout, root, names, known?.buildRoot === root.digest, host)
  const restored = await restoreImage(layout, root.imageDigest, names, host)

  host.log.info('Starting the servers of OBS')
  await startServers(layout, ports, host)
  const backend = connectBackend(ports.source)
  await writeProjects(backend, state, architectures, native)
  await startServices(layout, names)
  host.log.info(`Starting ${options.workers} workers and the gateway`)
  await startWorkers(layout, options.workers, ports.repository, host)
  await writeGatewayConfig(layout, state)
  await startGateway(layout, ports.gateway, host)
  if (!restored)
    await buildImage(
      layout,
      backend,
      root.imageDigest,
      native.obs,
      names.filter((name) => name !== native.obs),
      host,
    )
  await checkDaemons(layout)
  await writeState(layout, { ...state, ready: true })
  host.log.info(`The sandbox answers at http://127.0.0.1:${ports.gateway}`)
  return describeSandbox(layout, state, false)
}

/** This machine's architecture always comes first: the preinstall image is built on it. */
function wanted(options: SandboxOptions, known: State | undefined, native: ArchitectureNames): ArchitectureNames[] {
  const names = new Set([native.obs, ...options.architectures, ...(known?.architectures ?? [])])
  return [...names].map((name) => findArchitecture(name)).filter((architecture) => architecture !== undefined)
}

function merge(distributions: SandboxOptions['distributions'], known: State | undefined): State['distributions'] {
  const all = new Map(
    [...(known?.distributions ?? []), ...distributions].map((one) => [`${one.project}/${one.repository}`, { ...one }]),
  )
  return [...all.values()]
}

function writeGatewayConfig(layout: Layout, state: State): Promise<void> {
  const config: GatewayConfig = {
    port: state.ports.gateway,
    backendPort: state.ports.source,
    repositories: join(layout.data, 'repos'),
    users: Object.fromEntries(
      Object.entries(state.passwords).map(([login, password]) => [login, { password, admin: login === accounts.admin }]),
    ),
    containers: 'clock',
    session: false,
    accessLog: layout.accessLog,
  }
  return writeWhole(layout.gatewayConfig, `${JSON.stringify(config, null, 2)}\n`, 0o600)
}
