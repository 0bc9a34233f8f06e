import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '../../host/exec.js'
import type { Host } from '../../host/host.js'
import { findRootAccess, runAsRoot } from '../../host/root.js'
import { complaint } from '../../host/tool.js'
import { nameMachine } from './base-sources.js'
import { runConfined, type Ground } from './confinement.js'
import { tellHandler } from './emulator.js'
import type { InstallSetting } from './setting.js'

/** A root of the base to install into, with how it came about in words; or why there is none. */
export type DebGround = { readonly ground: Ground; readonly told: string } | { readonly reason: string }

/** For what a root is. */
type GroundSetting = Pick<InstallSetting, 'base' | 'architecture' | 'native' | 'handler' | 'host'>

/**
 * Finds a root that is the base: one made by mmdebstrap where that is installed, else this machine's own below an overlay
 * when it is of the same architecture.
 * @param apt the folder of an apt that knows the base
 */
export async function findDebGround(setting: GroundSetting, apt: string, folder: string): Promise<DebGround> {
  const { base, architecture, native, handler, host } = setting
  if (!native && handler === undefined) return { reason: `this machine does not run programs for ${architecture}` }
  if ((await findRootAccess(host)) === 'none') return { reason: 'installing needs root: run as root or install sudo' }
  await mkdir(folder, { recursive: true })
  const machine: Ground = { kind: 'overlay', lower: '/', confined: true }
  const tried = await runConfined(machine, [{ inside: true, script: 'exit 0' }], folder, apt, host)
  const refusal = 'problem' in tried ? tried.problem : undefined
  const made = await makeRoot(apt, join(folder, 'base'), architecture, refusal === undefined, host)
  if ('root' in made) {
    const ground: Ground = { kind: refusal === undefined ? 'overlay' : 'copy', lower: made.root, confined: refusal === undefined }
    return { ground, told: `a root made by mmdebstrap${tellHandler(handler)}` }
  }
  if (!native) return { reason: `${made.reason}, and this machine is of another architecture` }
  if (base.kind !== 'host') return { reason: `${made.reason}, and this machine is not known to be of the stated base` }
  if (refusal === undefined) return { ground: machine, told: `an overlay of this machine's ${await nameMachine()}` }
  return { reason: `this machine lets nobody mount an overlay (${refusal}), and ${made.reason}` }
}

async function makeRoot(
  apt: string,
  root: string,
  architecture: string,
  mayMount: boolean,
  host: Host,
): Promise<{ readonly root: string } | { readonly reason: string }> {
  if ((await findProgram('mmdebstrap', host.env['PATH'] ?? '')) === undefined)
    return { reason: 'mmdebstrap is not installed (apt-get install mmdebstrap)' }
  const sources = (await readdir(join(apt, 'etc/base'))).map((name) => join(apt, 'etc/base', name))
  // Whether the kernel starts an emulator is known here, so its own check, which needs arch-test, is left out.
  const skip = ['--skip=check/qemu', ...(mayMount ? [] : ['--skip=check/canmount'])]
  const args = ['--mode=root', '--variant=apt', `--architectures=${architecture}`, '--quiet', ...skip, '', root, ...sources]
  const result = await runAsRoot(host, 'mmdebstrap', args, { timeout: 600 })
  return result.code === 0 ? { root } : { reason: `mmdebstrap failed: ${complaint(result, /^E:|error/)}` }
}
