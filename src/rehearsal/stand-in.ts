import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import { isGlob } from '../glob.js'
import { resolvePlan } from '../project/planning.js'
import { fetchSpecimens, type Fetched, type Specimen } from './binaries.js'

/**
 * Fetches what a preset's whole release needs: the program that Debian has gives the version, and every other program is a
 * stand-in, a script that says its name and version as the real one would. A member that is no program is a line of text.
 */
export async function fetchPreset(config: string, real: Specimen, host: Host): Promise<Fetched> {
  const [fetched] = await fetchSpecimens([real], host)
  if (fetched === undefined) throw new Error('nothing was fetched')
  const { version } = fetched
  const plan = await resolvePlan({ config, version, packages: [] }, host)
  const folder = join(fetched.folder, '..', `${config}-${version}`)
  const standIns = new Set<string>()
  for (const { package: name, architecture, program, kind } of listPrograms(plan)) {
    const target = join(folder, name, architecture, program)
    const source = join(fetched.folder, architecture, program)
    await mkdir(dirname(target), { recursive: true })
    if (name === real.package && (await exists(source))) await copyFile(source, target)
    else {
      const own = plan.packages.find((each) => each.name === name)?.version.upstream ?? version
      await writeFile(target, kind === 'binary' ? standIn(program, own) : `${program} of ${name}\n`)
      standIns.add(program)
    }
    await chmod(target, 0o755)
  }
  return {
    ...fetched,
    package: `the preset ${config}`,
    folder,
    packages: plan.packages.map(({ name }) => name),
    standIns: [...standIns],
  }
}

function standIn(program: string, version: string): string {
  return `#!/bin/sh\n# A stand-in for ${program}, which Debian does not have.\necho "${program} version v${version}"\n`
}

/** Names for what a config takes by a pattern. */
const examples = ['bridge', 'loopback']

function* listPrograms(plan: Awaited<ReturnType<typeof resolvePlan>>) {
  for (const planned of plan.packages)
    for (const architecture of planned.architectures)
      for (const { name, kind } of planned.sources.flatMap(({ wanted }) => wanted))
        for (const program of isGlob(name) ? examples.map((word) => name.replace('*', word)) : [name])
          yield { package: planned.name, architecture, program, kind }
}
