import { rename } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { build } from '../local-build/workshop.js'
import { compare } from '../operations/comparison.js'
import { testHost, type TestHost } from '../support/host.js'
import { prepareExample } from './fake-binaries.js'

let host: TestHost | undefined
afterEach(() => host?.remove())

/** Builds a config at a version, for one architecture in both formats, into a folder of that version. */
async function buildVersion(config: string, version: string, at: TestHost): Promise<string> {
  const { binaries } = await prepareExample(config, version, at)
  const { failure } = await build(at, { config, version, binaries, architectures: 'x86_64' })
  expect(failure).toBeUndefined()
  await rename(join(at.directories.work, 'packages'), join(at.directories.work, version))
  return version
}

/** What follows from the version itself, and from the programs. */
const ofVersion = ['version', 'release', 'size', 'metadata:changelog', 'digest:*changelog*', 'files:/usr/share/licenses*']

test.each([
  // The stand-ins are the same programs at both versions; the documentation folder of an rpm is named after the version.
  ['examples/daemon/packages.yaml', 'v1.2.0-alpha.1', 'v1.2.0'],
  ['presets/kubernetes/packages.yaml', 'v1.32.0-alpha.2', 'v1.32.0'],
])(
  'story 5: the packages of %s at %s and at %s differ in the version alone',
  async (config, alpha, release) => {
    host = await testHost()
    const left = await buildVersion(resolve(config), alpha, host)
    const right = await buildVersion(resolve(config), release, host)
    const { rows, same } = await compare(host, left, right, [...ofVersion, 'files:/usr/share/doc/*-1.*'].join(','))
    expect(same).toBeDefined()
    // A sibling is wanted at the package's own version.
    const plain = rows.map((row) => row.replaceAll(/1\.3\d\.0~(?:alpha|rc)\.\d/g, 'OWN').replaceAll(release.slice(1), 'OWN'))
    expect(plain.filter((row) => !/^relations \S+: (.*) -> \1$/.test(row))).toEqual([])
  },
  120_000,
)
