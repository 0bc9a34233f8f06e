import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { checks, type CheckResult } from '../../src/verify/request.js'
import { verifyRepository } from '../../src/verify/verify.js'
import { verifySingle } from '../../src/verify/single-repository.js'
import { testHost, type TestHost } from '../support/host.js'
import type { Changes, CorpusCase } from './corpus/case.js'
import { openDesk } from './corpus/desk.js'
import { serveHostile, type Route } from './corpus/hostile-site.js'
import { index } from './corpus/index.js'
import { layout } from './corpus/layout.js'
import { list } from './corpus/list.js'
import { oddDeb } from './corpus/odd-deb.js'
import { oddRpm } from './corpus/odd-rpm.js'
import { payload } from './corpus/payload.js'
import { rpmTrust } from './corpus/rpm-trust.js'
import { transport } from './corpus/transport.js'
import { trust } from './corpus/trust.js'
import * as fixture from './fixture.js'

let workshop: fixture.Workshop
let host: TestHost
const bases = { flat: '', dists: '', rpm: '' }

beforeAll(async () => {
  workshop = await fixture.openWorkshop()
  host = await testHost()
  const architectures = ['x86_64']
  bases.flat = await fixture.publish(workshop, { format: 'deb', architectures })
  bases.rpm = await fixture.publish(workshop, { format: 'rpm', architectures })
  bases.dists = join(workshop.folder, 'dists-base')
  const binary = join(bases.dists, 'dists/stable/main/binary-amd64')
  await mkdir(binary, { recursive: true })
  await cp(join(bases.flat, 'amd64'), join(bases.dists, 'pool'), { recursive: true })
  const packages = (await readFile(join(bases.flat, 'Packages'), 'utf8')).replaceAll('Filename: amd64/', 'Filename: pool/')
  await writeFile(join(binary, 'Packages'), packages)
  await writeFile(join(binary, 'Packages.gz'), gzipSync(packages))
  const desk = await openDesk(workshop, bases.dists, 'dists/stable')
  await desk.release()
  await rm(bases.dists, { recursive: true })
  await cp(desk.root, bases.dists, { recursive: true })
}, 60_000)

afterAll(async () => {
  await fixture.closeWorkshop(workshop)
  await host.remove()
})

const addresses = { flat: '/', dists: '/dists/stable', rpm: '/' }
const longest = 10_000

const cases: readonly CorpusCase[] = [
  ...layout,
  ...oddDeb,
  ...oddRpm,
  ...list,
  ...transport,
  ...trust,
  ...rpmTrust,
  ...index,
  ...payload,
]

test.each(cases)(
  'a repository ($base) of the corpus: $name',
  async ({ base, spoil, routes, address = addresses[base], request, says, warns }) => {
    const desk = await openDesk(workshop, bases[base], base === 'dists' ? 'dists/stable' : '')
    const served: Record<string, Route> = {}
    const site = await serveHostile(desk.root, served)
    desk.url = site.url
    let start: number
    let results: readonly CheckResult[]
    try {
      await spoil?.(desk)
      Object.assign(served, routes?.(desk))
      start = Date.now()
      results = await judge(`${site.url}${address}`, base, request?.(desk) ?? {})
    } finally {
      await site.close()
      await rm(desk.root, { recursive: true })
    }
    const milliseconds = Date.now() - start
    const told = results.filter(({ passed }) => !passed).map(({ check, subject, evidence }) => `${check} ${subject}: ${evidence}`)
    const warned = results.filter(({ state }) => state === 'warning').map(({ evidence }) => evidence)
    expect(results.length).toBeGreaterThan(0)
    expect(holds(told, says)).toEqual(says === undefined ? [] : true)
    expect(warns === undefined || holds(warned, warns)).toBe(true)
    expect(milliseconds).toBeLessThan(longest)
    expect(await readdir(host.directories.temp)).toEqual([])
  },
  30_000,
)

/** True when a sentence says it; else all sentences, for whoever reads the failure. */
function holds(sentences: readonly string[], says: RegExp | undefined): readonly string[] | true {
  return says?.test(sentences.join('\n')) === true || sentences
}

/** As the command does, or by a format that somebody has stated. */
async function judge(url: string, base: CorpusCase['base'], request: Changes) {
  const asked = request.checks ?? new Set(checks.filter((check) => check !== 'install'))
  const key = 'key' in request ? request.key : workshop.keys.good
  if (request.format !== undefined || asked.has('payload')) {
    const cell = { ...fixture.cellOf('1.0.0', 'x86_64'), version: request.version ?? '1.0.0' }
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
