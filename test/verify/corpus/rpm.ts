import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packagesOf } from '../fixture.js'
import type { Desk } from './desk.js'

const run = promisify(execFile)

/** Runs a program of rpm's over every rpm of the desk. */
export async function rpmOf(desk: Desk, program: string, ...args: readonly string[]): Promise<void> {
  await run(program, [...args, ...(await packagesOf(desk.root))], { env: desk.workshop.environment })
}

/** Writes the metadata anew and signs it. */
export async function reindex(desk: Desk): Promise<void> {
  const key = await desk.read('repodata/repomd.xml.key')
  await run('createrepo_c', ['-q', '--no-database', '--checksum=sha256', '--general-compress-type=gz', desk.root])
  await desk.write('repodata/repomd.xml.key', key)
  await desk.sign(join('repodata/repomd.xml'), 'detach', 'repodata/repomd.xml.asc')
}
