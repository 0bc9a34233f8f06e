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
