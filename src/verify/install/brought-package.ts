import type { Host } from '../../host/host.js'
import { runTool } from '../../host/tool.js'
import type { ListedPackage } from '../../repository/published-repository.js'
import { target } from './apt.js'
import type { Archive } from './inspection.js'
import { fullName } from './rpm-trial.js'
import type { Requirement } from './trial.js'

/** A package among those that were brought for it. */
export interface Found {
  /** Its own file; undefined when it is not among them. */
  readonly own: string | undefined
  /** What else it needs beside the base. */
  readonly others: readonly Requirement[]
}

/** What is installed by its name. */
export function nameAll(names: readonly string[]): readonly Requirement[] {
  return names.map((name) => ({ name, target: name }))
}

/** Finds a deb among those that were brought for it; others are installed by their files. */
export async function findOwnDeb(entry: ListedPackage, archives: readonly Archive[], host: Host): Promise<Found> {
  const others: Requirement[] = []
  let own: string | undefined
  for (const { file } of archives) {
    const format = '--showformat=${Package}=${Version}'
    const { stdout } = await runTool(host, 'dpkg-deb', ['--show', format, file], { timeout: 60 })
    if (stdout === target(entry)) own = file
    else if (stdout !== '') others.push({ name: stdout.replace('=', ' '), target: file })
  }
  return { own, others }
}

/** Finds an rpm among those that were brought for it; others are installed by their full names. */
export async function findOwnRpm(entry: ListedPackage, archives: readonly Archive[], host: Host): Promise<Found> {
  const others: Requirement[] = []
  let own: string | undefined
  for (const { file } of archives) {
    const format = ['--nosignature', '--queryformat', '%{NAME}-%{EVR}.%{ARCH}', file]
    const { stdout } = await runTool(host, 'rpm', ['--query', '--package', ...format], { timeout: 60 })
    if (stdout === fullName(entry)) own = file
    else if (stdout !== '') others.push({ name: stdout, target: stdout })
  }
  return { own, others }
}
