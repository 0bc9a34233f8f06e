import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { oscVersion } from '../../src/obs/osc-install.js'
import { testHost } from '../support/host.js'

const old = '[ "$1" = --version ] && echo 0.169.1'
const recent = '[ "$1" = version ] && grep -q "^pass = " "$OSC_CONFIG" && echo 1.28.0'

test.each([
  ['osc 0.169, which knows --version alone', old, '0.169.1'],
  ['osc 1.28, which knows the command alone and wants a config with credentials', recent, '1.28.0'],
  ['an osc that does not start', 'echo "no module named osc 1.2" >&2; exit 1', undefined],
  ['no osc', undefined, undefined],
])('the version of %s', async (_, script, version) => {
  const host = await testHost()
  const bin = join(host.directories.work, 'bin')
  await mkdir(bin)
  if (script !== undefined) await writeFile(join(bin, 'osc'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const program = join(bin, 'osc')
  expect(await oscVersion(host, program)).toBe(version)
  expect(await readdir(host.directories.temp)).toEqual([])
  await host.remove()
})
