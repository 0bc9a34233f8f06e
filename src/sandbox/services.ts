import { join } from 'node:path'
import { ToolError } from '../error.js'
import type { Host } from '../host/host.js'
import { waitForAnswer } from './backend.js'
import type { Layout } from './layout.js'
import { findDead, lastLines, startDaemon } from './daemon.js'
import type { State } from './state.js'

function launch(layout: Layout, name: string, program: string, args: readonly string[] = []): Promise<void> {
  // By absolute path: the programs find their modules and BSConfig.pm beside themselves.
  return startDaemon(layout, {
    name,
    program: join(layout.code, program),
    args,
    cwd: layout.data,
    log: join(layout.logs, `${name}.log`),
  })
}

/** Starts the source and the repository server and waits until both answer. */
export async function startServers(layout: Layout, ports: State['ports'], host: Host): Promise<void> {
  await launch(layout, 'source-server', 'bs_srcserver')
  await launch(layout, 'repository-server', 'bs_repserver')
  for (const [name, port] of [
    ['source-server', ports.source],
    ['repository-server', ports.repository],
  ] as const) {
    if (!(await waitForAnswer(port, host.clock, 30_000))) {
      const log = join(layout.logs, `${name}.log`)
      throw new ToolError({
        command: `OBS's ${name}`,
        code: undefined,
        stderr: (await lastLines(log)) || `it did not answer on port ${port}, see ${log}`,
      })
    }
  }
}

/** Starts one scheduler an architecture, the dispatcher, the publisher and the signer. */
export async function startServices(layout: Layout, architectures: readonly string[]): Promise<void> {
  for (const name of architectures) await launch(layout, `scheduler-${name}`, 'bs_sched', [name])
  await launch(layout, 'dispatcher', 'bs_dispatch')
  await launch(layout, 'publisher', 'bs_publish')
  await launch(layout, 'signer', 'bs_signer')
}

/** Starts the gateway, the only part that users speak to, and waits until it answers. */
export async function startGateway(layout: Layout, port: number, host: Host): Promise<void> {
  const log = join(layout.logs, 'gateway.log')
  await startDaemon(layout, {
    name: 'gateway',
    program: process.execPath,
    args: ['--max-old-space-size=128', join(host.directories.suite, 'dist', 'gateway.js'), layout.gatewayConfig],
    cwd: layout.root,
    log,
  })
  if (!(await waitForAnswer(port, host.clock, 15_000))) {
    throw new ToolError({
      command: "the sandbox's gateway",
      code: undefined,
      stderr: (await lastLines(log)) || `no answer on port ${port}`,
    })
  }
}

/** Throws when a daemon has ended, with the end of its log. */
export async function checkDaemons(layout: Layout): Promise<void> {
  const [dead] = await findDead(layout)
  if (dead === undefined) return
  throw new ToolError({ command: `OBS's ${dead.name}`, code: 1, stderr: await lastLines(join(layout.logs, `${dead.name}.log`)) })
}
