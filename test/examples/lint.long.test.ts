import { spawnSync } from 'node:child_process'
import { appendFile, copyFile, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { build } from '../local-build/workshop.js'
import { testHost, type TestHost } from '../support/host.js'
import { prepareExample } from './fake-binaries.js'

let host: TestHost | undefined
afterEach(() => host?.remove())

/** The exceptions that a package states, by its name. */
async function exceptionsOf(name: string, work: string): Promise<readonly string[]> {
  const entries = await readdir(join(work, 'packages'), { recursive: true, withFileTypes: true })
  const found = entries.find((entry) => entry.name === `${name}.rpmlintrc`)
  return found === undefined ? [] : ['--rpmlintrc', join(found.parentPath, found.name)]
}

// Stand-ins for texts are executable, those of compressed pages are not compressed, and the program is Debian's own.
const ofStandIns = /script-without-shebang|wrong-compression-in-manual-page|missing-dependency-on-libc/

/** The lines of errors that a program finds. */
function findErrors(program: string, args: readonly string[], mark: RegExp): readonly string[] {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  return `${stdout}${stderr}`.split('\n').filter((line) => mark.test(line) && !ofStandIns.test(line))
}

test.each([
  ['cri-o', 'v1.32.0'],
  ['daemon', 'v1.2.0'],
  ['every-machine', 'v1.2.3'],
  ['one-binary', 'v1.2.3'],
  ['web-console', 'v1.2.3'],
])(
  'rpmlint and lintian find no error in the packages of the example %s',
  async (name, version) => {
    host = await testHost()
    const { work } = host.directories
    const config = resolve('examples', name, 'packages.yaml')
    const { binaries, plan } = await prepareExample(config, version, host)
    for (const planned of plan.packages)
      for (const { name: wanted, kind } of planned.sources.flatMap((source) => source.wanted)) {
        if (kind !== 'binary' || wanted.includes('*')) continue
        // A real program, as lint sees them; each another one, because lint finds copies.
        const file = join(binaries, planned.name, 'x86_64', wanted)
        await copyFile('/bin/true', file)
        await appendFile(file, `${planned.name} ${wanted}`)
      }
    const { built, failure } = await build(host, { config, version, binaries, architectures: 'x86_64' })
    expect(failure).toBeUndefined()
    const errors: string[] = []
    for (const { package: pkg, format, file } of built) {
      const found =
        format === 'rpm'
          ? findErrors('rpmlint', [...(await exceptionsOf(pkg, work)), file], /: E: /)
          : findErrors('lintian', ['--no-cfg', '--allow-root', file], /^E: /)
      errors.push(...found)
    }
    expect(errors).toEqual([])
  },
  180_000,
)
