import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { appendFile, copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Built } from '../../src/local-build/job.js'
import { build } from '../local-build/workshop.js'
import { testHost, type TestHost } from '../support/host.js'

const names = ['kubectl', 'kubeadm', 'kubelet', 'cri-tools', 'kubernetes-cni']
const programs = ['kubectl', 'kubeadm', 'kubelet', 'crictl', 'bridge', 'loopback']

let host: TestHost
let built: readonly Built[] = []

beforeAll(async () => {
  host = await testHost()
  const binaries = join(host.directories.work, 'binaries')
  for (const name of names) {
    const folder = join(binaries, name, 'x86_64')
    await mkdir(folder, { recursive: true })
    const plugins = name === 'kubernetes-cni'
    for (const program of programs.filter((each) => plugins === ['bridge', 'loopback'].includes(each))) {
      // A program that is linked statically, as those of Kubernetes are; each another one, because lint finds copies.
      await copyFile('/sbin/ldconfig', join(folder, program))
      await appendFile(join(folder, program), program)
    }
  }
  const ended = await build(host, { config: 'kubernetes', version: 'v1.29.1', binaries, architectures: 'x86_64' })
  if (ended.failure !== undefined) throw new Error(ended.failure)
  built = ended.built
}, 120_000)
afterAll(() => host.remove())

function fileOf(name: string, format: string): string {
  const found = built.find((each) => each.package === name && each.format === format)
  if (!found) throw new Error(`no ${format} of ${name} was built`)
  return found.file
}

/** The folder with the spec of a package and the small files beside it, as render-specs writes them. */
async function specFolder(name: string): Promise<string> {
  const folders = await readdir(join(host.directories.work, 'packages'), { recursive: true, withFileTypes: true })
  const spec = folders.find((entry) => entry.name === `${name}.spec` && entry.parentPath.includes('specs'))
  if (!spec) throw new Error(`there is no spec of ${name}`)
  return spec.parentPath
}

function summarize(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  return `${stdout}${stderr}`
}

test.each(names)('rpmlint finds neither an error nor a warning in the spec of %s', async (name) => {
  const spec = join(await specFolder(name), `${name}.spec`)
  expect(summarize('rpmlint', [spec])).toContain('0 packages and 1 specfiles checked; 0 errors, 0 warnings')
})

test.each(names)('rpmlint finds neither an error nor a warning in the rpm of %s', async (name) => {
  const exceptions = join(await specFolder(name), `${name}.rpmlintrc`)
  const findings = summarize('rpmlint', ['--rpmlintrc', exceptions, fileOf(name, 'rpm')])
  expect(findings).toContain('1 packages and 0 specfiles checked; 0 errors, 0 warnings')
})

// Programs that are linked statically and may lie anywhere in memory look like shared libraries to lintian.
const known = /^W: \S+: shared-library-lacks-prerequisites /

test('lintian finds no error in the debs, and no warning that is not explained', () => {
  const findings = summarize('lintian', ['--no-cfg', '--allow-root', ...names.map((name) => fileOf(name, 'deb'))])
  expect(findings.split('\n').filter((line) => line !== '' && !known.test(line))).toEqual([])
}, 120_000)
