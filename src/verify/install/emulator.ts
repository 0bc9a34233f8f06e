import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { findProgram } from '../../host/exec.js'
import type { Host } from '../../host/host.js'

/** What qemu calls architectures that it does not call as OBS does. */
const names: Readonly<Record<string, string>> = { armv7l: 'arm', i586: 'i386' }

/**
 * A static qemu that runs programs for an architecture, known by its OBS name; undefined when this machine has none. One
 * that needs libraries would not find them in another root.
 */
export function findEmulator(architecture: string, host: Host): Promise<string | undefined> {
  return findProgram(`qemu-${names[architecture] ?? architecture}-static`, host.env['PATH'] ?? '')
}

/** What is said of a root whose programs an emulator runs, behind what the root is; nothing without one. */
export function tellHandler(handler: string | undefined): string {
  return handler === undefined ? '' : `, whose programs ${handler} runs`
}

/** Where Linux lists what it starts programs of other machines with (Documentation/admin-guide/binfmt-misc.rst). */
const registered = '/proc/sys/fs/binfmt_misc'

/**
 * The emulator that this machine's kernel starts by itself for programs of an architecture, known by its OBS name, in every
 * root; undefined when there is none. It must be opened when it is registered (flag F), or another root lacks it.
 * @param folder for tests
 */
export async function findHandler(architecture: string, folder = registered): Promise<string | undefined> {
  const name = `qemu-${names[architecture] ?? architecture}`
  for (const entry of await readdir(folder).catch(() => [])) {
    if (entry !== name && !entry.startsWith(`${name}-`)) continue
    const text = await readFile(join(folder, entry), 'utf8').catch(() => '')
    const isReady = /^enabled$/m.test(text) && /^flags: \w*F/m.test(text)
    const interpreter = /^interpreter (.+)$/m.exec(text)?.[1]
    if (isReady && interpreter !== undefined) return basename(interpreter)
  }
  return undefined
}
