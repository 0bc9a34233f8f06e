import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CheckResult } from '../../src/verify/request.js'
import * as fixture from './fixture.js'
import { publishReal, type RealPackage } from './real-package.js'
import { serve } from './site.js'

// Needs root, unshare, mmdebstrap and qemu-user-static, and a kernel with binfmt_misc.
const run = promisify(execFile)
const registered = '/proc/sys/fs/binfmt_misc'
const name = 'qemu-aarch64-of-a-test'
/** The head of a program for 64-bit ARM, as update-binfmts(8) of qemu-user-static registers it. */
const magic = '\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00'
const mask = '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff'

let workshop: fixture.Workshop

/** Runs a command that alone sees what the kernel starts for programs of other machines: other tests go without. */
async function runApart(...command: readonly string[]): Promise<string> {
  const handler = `:${name}:M::${magic}:${mask}:/usr/bin/qemu-aarch64-static:F`
  const script = `folder=${registered}
mountpoint -q $folder || mount -t binfmt_misc binfmt_misc $folder
printf %s "$1" > $folder/register
shift
code=0
"$@" || code=$?
echo -1 > $folder/${name}
# A check that failed is a result.
[ $code -le 1 ]`
  const { stdout } = await run('unshare', ['--mount', 'sh', '-ec', script, 'sh', handler, ...command], { maxBuffer: 1 << 24 })
  return stdout
}

beforeAll(async () => {
  workshop = await fixture.openWorkshop()
}, 60_000)
afterAll(() => fixture.closeWorkshop(workshop))

/** Publishes packages for 64-bit ARM and installs the newest as a user of the command line does. */
async function install(format: 'deb' | 'rpm', packages: readonly RealPackage[]): Promise<CheckResult> {
  const site = await serve(
    await publishReal(
      workshop,
      format,
      packages.map((each) => ({ ...each, architecture: 'aarch64' })),
    ),
  )
  try {
    const key = join(workshop.folder, 'key.asc')
    await writeFile(key, workshop.keys.good)
    const words = ['--repository-url', site.url, '--packages', 'demo', '--version', '1.1.0', '--architectures', 'aarch64']
    const command = ['verify-repo', ...words, '--key', key, '--checks', 'install', '--json']
    const out = await runApart(process.execPath, resolve('dist/cli.js'), ...command)
    // What the command prints with --json is its outputs.
    const { report } = JSON.parse(out) as { report: readonly CheckResult[] }
    const found = report.find(({ subject }) => subject.includes('demo 1.1.0'))
    if (found === undefined) throw new Error(`the report tells nothing of the package: ${out}`)
    return found
  } finally {
    await site.close()
  }
}

const debScripts = {
  postinst: 'test "$(uname -m)" = aarch64 && echo "$1" > /var/lib/demo.state',
  postrm: 'rm -f /var/lib/demo.state',
}

test('where the kernel starts an emulator, a foreign deb is installed, upgraded and purged with its scripts', async () => {
  const result = await install('deb', [
    { version: '1.0.0', scripts: debScripts },
    { version: '1.1.0', scripts: debScripts },
  ])
  expect(result.evidence).toMatch(/ and installed in a root made by mmdebstrap, whose programs qemu-aarch64-static runs; /)
  expect(result.state).toBe('passed')
  expect(result.details).toEqual(
    expect.arrayContaining(['installed demo 1.1.0-1.1, and its scripts ran', 'upgraded it to 1.1.0-1.1', 'purged it']),
  )
}, 900_000)

test('where the kernel starts an emulator, the script of a foreign rpm runs, and its failure is told', async () => {
  const good = await install('rpm', [{ version: '1.1.0', scripts: { post: 'echo done > /etc/demo.state; rm /etc/demo.state' } }])
  expect(good.evidence).toMatch(/ and installed in a root of that base, whose programs qemu-aarch64-static runs; /)
  expect(good.details).toContain('installed demo-1.1.0-1.1.aarch64, and its scripts ran')
  const bad = await install('rpm', [{ version: '1.1.0', scripts: { pre: 'exit 3' } }])
  expect(bad.state).toBe('failed')
  expect(bad.evidence).toContain('%prein(demo-1.1.0-1.1.aarch64) scriptlet failed, exit status 3')
}, 300_000)
