import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { program } from '../fixture.js'
import type { Desk } from './desk.js'

const run = promisify(execFile)

/** What of a deb is not as usual. */
export interface DebMake {
  readonly name?: string
  readonly version?: string
  readonly architecture?: string
  /** Lines of its control file. */
  readonly fields?: string
  /** Of dpkg-deb. */
  readonly options?: readonly string[]
}

/** Builds a deb in place of the one that is there, and lists it. */
export async function makeDeb(desk: Desk, make: DebMake, change = (text: string) => text): Promise<void> {
  const { name = 'demo', version = '1.0.0-1.1', architecture = 'amd64', fields = '', options = ['-Zgzip'] } = make
  const tree = await mkdtemp(join(desk.workshop.folder, 'tree-'))
  await chmod(tree, 0o755)
  for (const folder of ['DEBIAN', 'usr', 'usr/bin']) await mkdir(join(tree, folder))
  const head = `Package: ${name}\nVersion: ${version}\nArchitecture: ${architecture}\nMaintainer: T <t@example.org>\n`
  await writeFile(join(tree, 'DEBIAN/control'), `${head}${fields}Description: x\n`)
  await writeFile(join(tree, 'usr/bin/demo'), program('1.0.0', 'x86_64'), { mode: 0o755 })
  await run('dpkg-deb', ['--root-owner-group', ...options, '--build', tree, join(desk.root, 'amd64/demo_1.0.0-1.1_amd64.deb')])
  await rm(tree, { recursive: true })
  await relist(desk, change)
}

/** Writes Packages of the debs that are there. */
export async function relist(desk: Desk, change = (text: string) => text): Promise<void> {
  const { stdout } = await run('dpkg-scanpackages', ['--multiversion', '.', '/dev/null'], { cwd: desk.root })
  await desk.editPackages(() => change(stdout.replaceAll('Filename: ./', 'Filename: ')))
}
