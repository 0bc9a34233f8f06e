import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/host/clock.js'
import { systemExec } from '../../src/host/exec.js'
import type { Host } from '../../src/host/host.js'
import { systemHttp } from '../../src/host/http.js'
import type { Log } from '../../src/host/log.js'

/** A host for tests: real programs, HTTP and time; private folders; a log that is kept instead of shown. */
export interface TestHost extends Host {
  /** What was logged: `info: …`, `warning: …`, `mask: …`. */
  readonly lines: readonly string[]
  /** What was exported for later steps. */
  readonly exported: ReadonlyMap<string, string>
  /** Removes the host's folders. */
  remove(): Promise<void>
}

/** Makes a host whose parts may be replaced, and folders under the system's temporary one, to be removed by `remove`. */
export async function testHost(overrides: Partial<Host> = {}): Promise<TestHost> {
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-test-'))
  const directories = {
    work: join(folder, 'work'),
    temp: join(folder, 'temp'),
    cache: join(folder, 'cache'),
    suite: process.cwd(),
  }
  for (const name of [directories.work, directories.temp, directories.cache]) await mkdir(name)
  const lines: string[] = []
  const exported = new Map<string, string>()
  const log = overrides.log ?? collectingLog(lines)
  const clock = overrides.clock ?? systemClock
  const env = overrides.env ?? process.env
  return {
    exec: systemExec(log, env),
    http: systemHttp(clock),
    clock,
    log,
    env,
    directories,
    version: '0.1.0',
    artifacts: { upload: refuse, download: refuse, copy: refuse },
    exportVariable: (name, value) => void exported.set(name, value),
    addPath: (added) => void exported.set('PATH', added),
    ...overrides,
    lines,
    exported,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function collectingLog(lines: string[]): Log {
  const collect = (kind: string) => (message: string) => void lines.push(`${kind}: ${message}`)
  return {
    debug: collect('debug'),
    info: collect('info'),
    status: collect('status'),
    warning: collect('warning'),
    error: collect('error'),
    mask: collect('mask'),
    group: (title, step) => {
      lines.push(`group: ${title}`)
      return step()
    },
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('this test host has no artifacts: pass some to testHost'))
}
