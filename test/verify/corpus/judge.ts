import type { Host } from '../../../src/host/host.js'
import { checks, type CheckResult } from '../../../src/verify/request.js'
import { verifySingle } from '../../../src/verify/single-repository.js'
import { verifyRepository } from '../../../src/verify/verify.js'
import { cellOf } from '../fixture.js'
import type { Changes, CorpusCase } from './case.js'

/** What is asked of one case. */
export interface Question {
  readonly url: string
  readonly base: CorpusCase['base']
  readonly request: Changes
  /** The key that a request trusts that names none. */
  readonly usualKey: string
}

/** Verifies as the command does, or by a format that somebody has stated. */
export async function judge({ url, base, request, usualKey }: Question, host: Host): Promise<readonly CheckResult[]> {
  const asked = request.checks ?? new Set(checks.filter((check) => check !== 'install'))
  const key = 'key' in request ? request.key : usualKey
  if (request.format !== undefined || asked.has('payload')) {
    const cell = { ...cellOf('1.0.0', 'x86_64'), version: request.version ?? '1.0.0' }
    const cells = [asked.has('metadata') ? cell : { ...cell, files: [] }]
    const format = request.format ?? (base === 'rpm' ? 'rpm' : 'deb')
    return verifyRepository({ format, url, cells, checks: asked, deadline: 0, ...(key === undefined ? {} : { key }) }, host)
  }
  const single = {
    url,
    packages: ['demo'],
    version: '1.0.0',
    architectures: [],
    key,
    checks: [...asked],
    install: [],
    timeout: 0,
  }
  return verifySingle({ ...single, otherHosts: [] }, host)
}
