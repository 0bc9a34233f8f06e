import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOsc, type Osc } from '../../src/obs/osc.js'
import { writeOscConfig } from '../../src/obs/osc-config.js'
import { childrenOf, parseXml } from '../../src/xml.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { testHost } from '../support/host.js'

/** A user at a terminal, with osc, looking at the sandbox and changing it behind the workflows' back. */
export interface Terminal {
  readonly osc: Osc
  /** The packages of a project, sorted; undefined when there is no such project. */
  packages(project: string): Promise<readonly string[] | undefined>
  /** The revision of a package's sources. */
  revision(project: string, name: string): Promise<string | undefined>
  /** A published file; undefined when there is none. */
  published(path: string): Promise<string | undefined>
  close(): Promise<void>
}

/** The running sandbox, from the runner of these tests. */
export function readSandbox(): Sandbox {
  const text = process.env['OBS_SANDBOX']
  if (text === undefined) throw new Error('These tests need a running sandbox: OBS_SANDBOX in the environment')
  return JSON.parse(text) as Sandbox // printed by obs-sandbox
}

export async function openTerminal(sandbox: Sandbox): Promise<Terminal> {
  const home = await mkdtemp(join(tmpdir(), 'obs-publish-home-'))
  const host = await testHost({ env: { PATH: process.env['PATH'], HOME: home } })
  const osc = openOsc(host, { config: await writeOscConfig(sandbox, host) })
  return {
    osc,
    async packages(project) {
      const text = await osc.read(`/source/${project}`)
      return text === undefined
        ? undefined
        : childrenOf(parseXml(text), 'entry')
            .map(({ attributes }) => attributes['name'] ?? '')
            .sort()
    },
    async revision(project, name) {
      const text = await osc.read(`/source/${project}/${name}`)
      return text === undefined ? undefined : parseXml(text).attributes['rev']
    },
    async published(path) {
      const response = await fetch(`${sandbox.downloadUrl}/${path}`)
      return response.ok ? response.text() : undefined
    },
    async close() {
      await host.remove()
      await rm(home, { recursive: true, force: true })
    },
  }
}
