import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isGlob } from '../../src/glob.js'
import type { Host } from '../../src/host/host.js'
import { resolvePlan } from '../../src/project/planning.js'
import type { Plan } from '../../src/plan/plan.js'
import { fakeProgram } from '../support/fake-program.js'

/** An example, and stand-ins for everything that its project would have published. */
export interface Prepared {
  readonly plan: Plan
  /** The folder for the input `binaries`. */
  readonly binaries: string
}

/** Writes stand-ins for all that an example's packages take from their sources; programs have the right machine. */
export async function prepareExample(config: string, version: string, host: Host): Promise<Prepared> {
  const plan = await resolvePlan({ config, version, packages: [] }, host)
  const binaries = join(host.directories.work, 'binaries')
  for (const planned of plan.packages) {
    for (const { name, kind } of planned.sources.flatMap(({ wanted }) => wanted)) {
      for (const each of isGlob(name)
        ? ['one', 'two'].map((word) => name.replace('**', `in/${word}`).replace('*', word))
        : [name]) {
        for (const architecture of planned.architectures) {
          const file = join(binaries, planned.name, architecture, each)
          await mkdir(dirname(file), { recursive: true })
          const text = `${each} of ${planned.name}: /usr/local/bin /etc/sysconfig/crio\n`
          await writeFile(file, kind === 'binary' ? fakeProgram(architecture, text) : text, { mode: 0o755 })
        }
      }
    }
  }
  return { plan, binaries }
}
