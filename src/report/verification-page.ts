import { resolve } from 'node:path'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { CheckResult } from '../verify/request.js'
import { renderPage } from './page.js'

/**
 * Writes results as a page to a file and returns its absolute path.
 * @param subject whose repositories they are about
 */
export async function writePage(file: string, subject: string, results: readonly CheckResult[], host: Host): Promise<string> {
  const path = resolve(host.directories.work, file)
  const title = `Published repositories of ${subject}`
  await writeWhole(path, renderPage({ title, results, time: host.clock.now(), version: host.version }))
  return path
}
