import { findProgram, type ExecOptions, type ExecResult } from './exec.js'
import type { Host } from './host.js'
import { runTool, type Tool } from './tool.js'

/** How this machine lets us be root: at once, through sudo (as a runner does), or not at all. */
export type RootAccess = 'root' | 'sudo' | 'none'

/** Finds out how this machine lets us be root. */
export async function findRootAccess(host: Host): Promise<RootAccess> {
  const { stdout } = await host.exec('id', ['-u'])
  if (stdout.trim() === '0') return 'root'
  const asked = await host.exec('sudo', ['-n', 'true'], { allow: 'any' }).catch(() => undefined)
  return asked?.code === 0 ? 'sudo' : 'none'
}

/** Runs a tool as root and leaves the judgement of its exit code to the caller. Throws a ToolError when it is missing. */
export async function runAsRoot(host: Host, tool: Tool, args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  if ((await findRootAccess(host)) === 'root') return runTool(host, tool, args, options)
  await runTool(host, tool, ['--version'])
  const env = Object.entries({ LC_ALL: 'C.UTF-8', ...options.env }).map(([name, value]) => `${name}=${value}`)
  // sudo has a search path of its own, on which another program of the name may come first.
  const file = (await findProgram(tool, host.env['PATH'] ?? '')) ?? tool
  return host.exec('sudo', ['-n', 'env', ...env, file, ...args], {
    allow: 'any',
    hint: `${tool} is run as root: run as root or install sudo`,
    ...options,
  })
}
