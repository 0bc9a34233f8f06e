import { chooseArchitectures, namesOf, standardArchitectures } from '../architecture.js'
import { readVersion } from '../version/version.js'
import type { Host } from '../host/host.js'
import { recognizeRepository, tidyAddress } from '../repository/recognition.js'
import { requireWebAddress } from '../repository/web-address.js'
import { fail, toResult, type Finding } from './finding.js'
import type { Check, CheckResult } from './request.js'

/** One repository that no plan describes. */
export interface SingleRequest {
  readonly url: string
  readonly packages: readonly string[]
  /** As its project writes it, or as packages carry it, with or without a release. */
  readonly version: string
  /** By any of their names; empty for x86_64. */
  readonly architectures: readonly string[]
  readonly key: string | undefined
  readonly checks: readonly Check[]
  /** Architectures to install; empty for all. */
  readonly install: readonly string[]
  /** Milliseconds that a download network may need. */
  readonly timeout: number
  /** Origins beside the repository's own that its index may lead to. */
  readonly otherHosts: readonly string[]
  readonly originUrl?: string | undefined
  /** Another repository that users have configured as well. */
  readonly beside?: string | undefined
}

/** Verifies a repository without a plan: its format is found out, and there is nothing to compare programs with. */
export async function verifySingle(request: SingleRequest, host: Host): Promise<readonly CheckResult[]> {
  const { packages, key } = request
  const version = readVersion(request.version)?.package ?? request.version
  const known = standardArchitectures
  const names = request.architectures.length === 0 ? ['x86_64'] : request.architectures
  const available = chooseArchitectures({ input: 'architectures', names, available: known.map(({ obs }) => obs), known })
  const install = chooseArchitectures({ input: 'install', names: request.install, available, known })
  requireWebAddress(request.url)
  const url = tidyAddress(request.url)
  const deadline = host.clock.now() + request.timeout
  const { formats, hints, unavailable } = await recognizeRepository(url, host, {
    deadline: Math.max(deadline, host.clock.now() + 8000),
    idle: 15_000,
  })
  if (formats.length === 0) return [toResult(refuseAddress(url, hints, unavailable))]
  const cells = packages.flatMap((name) =>
    available.map((architecture) => ({
      package: name,
      version,
      literal: request.version,
      architecture: namesOf(architecture),
      files: [],
    })),
  )
  const { verifyRepository } = await import('./verify.js')
  return verifyRepository(
    {
      format: formats.includes('deb') ? 'deb' : 'rpm',
      url,
      cells,
      checks: new Set(request.checks),
      deadline,
      ...(key === undefined ? {} : { key }),
      otherHosts: request.otherHosts,
      originUrl: request.originUrl,
      beside: request.beside,
      installArchitectures: install,
    },
    host,
  )
}

function refuseAddress(url: string, hints: readonly string[], unavailable: boolean): Finding {
  const missing = `${url} is no repository: there is neither InRelease nor Release, as deb repositories have, nor repodata/repomd.xml, as rpm repositories have`
  const evidence = `${hints.length === 0 ? missing : `${missing}; ${hints.join('; ')}`}: check the address, or publish the repository`
  return {
    ...fail('metadata', 'repository', unavailable ? `${url} cannot be read: ${hints.join('; ')}` : evidence),
    lasting: true,
    unavailable,
  }
}
