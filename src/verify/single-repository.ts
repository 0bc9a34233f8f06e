import { chooseArchitectures, namesOf, standardArchitectures } from '../architecture.js'
import type { Host } from '../host/host.js'
import type { Check, CheckResult } from './request.js'

/** One repository that no plan describes. */
export interface SingleRequest {
  readonly url: string
  readonly packages: readonly string[]
  /** As packages carry it. */
  readonly version: string
  /** By any of their names; empty for x86_64. */
  readonly architectures: readonly string[]
  readonly key: string | undefined
  readonly checks: readonly Check[]
  /** Architectures to install; empty for all. */
  readonly install: readonly string[]
  /** Milliseconds that a download network may need. */
  readonly timeout: number
}

/** Verifies a repository without a plan: its format is found out, and there is nothing to compare programs with. */
export async function verifySingle(request: SingleRequest, host: Host): Promise<readonly CheckResult[]> {
  const { url, packages, version, key } = request
  const known = standardArchitectures
  const names = request.architectures.length === 0 ? ['x86_64'] : request.architectures
  const available = chooseArchitectures({ input: 'architectures', names, available: known.map(({ obs }) => obs), known })
  const install = chooseArchitectures({ input: 'install', names: request.install, available, known })
  const isDeb = (await host.http.bytes(`${url.replace(/\/+$/, '')}/Release`)) !== undefined
  if (request.checks.includes('payload'))
    host.log.warning('The payload was not compared: without a config it is not known which programs upstream published.')
  const cells = packages.flatMap((name) =>
    available.map((architecture) => ({ package: name, version, architecture: namesOf(architecture), files: [] })),
  )
  const { verifyRepository } = await import('./verify.js')
  return verifyRepository(
    {
      format: isDeb ? 'deb' : 'rpm',
      url,
      cells,
      checks: new Set(request.checks.filter((check) => check !== 'payload')),
      deadline: host.clock.now() + request.timeout,
      ...(key === undefined ? {} : { key }),
      installArchitectures: install,
    },
    host,
  )
}
