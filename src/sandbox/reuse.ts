import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { findArchitecture } from '../architecture.js'
import { connectBackend } from './backend.js'
import { nativeArchitecture } from './build-root.js'
import type { Layout } from './layout.js'
import { writeProjects } from './projects.js'
import type { Sandbox, SandboxOptions } from './options.js'
import { describeSandbox, writeState, type State } from './state.js'

/** Describes the running instance; distributions that it lacks are added, an architecture or port that differs is refused. */
export async function reuse(options: SandboxOptions, layout: Layout, state: State, host: Host): Promise<Sandbox> {
  for (const password of Object.values(state.passwords)) host.log.mask(password)
  const missing = options.architectures.filter((name) => !state.architectures.includes(name))
  if (missing.length > 0) {
    throw new UserError(
      `The sandbox in ${layout.root} runs without ${missing.join(', ')}; stop it and start it again to add them`,
    )
  }
  if (options.port !== 0 && options.port !== state.ports.gateway) {
    throw new UserError(`The sandbox in ${layout.root} runs on port ${state.ports.gateway}, not ${options.port}; stop it first`)
  }
  const isKnown = (one: SandboxOptions['distributions'][number]) =>
    state.distributions.some((other) => other.project === one.project && other.repository === one.repository)
  const added = options.distributions.filter((one) => !isKnown(one))
  const native = await nativeArchitecture(host)
  const ancestors = [...new Set([...state.ancestors, ...options.ancestors])]
  const isSame = added.length === 0 && ancestors.length === state.ancestors.length
  if (isSame || native === undefined) return describeSandbox(layout, state, true)
  const distributions = [...state.distributions, ...added.map((one) => ({ ...one }))]
  const architectures = state.architectures.map((name) => findArchitecture(name)).filter((one) => one !== undefined)
  const next = { ...state, distributions, ancestors }
  await writeProjects(connectBackend(state.ports.source), next, architectures, native)
  await writeState(layout, next)
  return describeSandbox(layout, next, true)
}
