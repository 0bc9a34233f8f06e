import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { listBlocks } from './blocks.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readme-'))
  // OBS's daemons have an account of their own.
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'bin'))
  const wrapper = `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli.js')}' "$@"\n`
  writeFileSync(join(folder, 'bin', 'obs-publish'), wrapper, { mode: 0o755 })
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what the README says of a private OBS publishes an example from a folder of programs', () => {
  const block =
    listBlocks(readFileSync('README.md', 'utf8')).find(({ text }) => text.includes('obs-sandbox --config'))?.text ?? ''
  const project = join(folder, 'hello')
  cpSync('examples/one-binary', project, { recursive: true })
  for (const go of ['amd64', 'arm64']) {
    mkdirSync(join(project, 'build', go), { recursive: true })
    writeFileSync(join(project, 'build', go, 'hello'), '#!/bin/sh\necho "hello 1.0.0"\n', { mode: 0o755 })
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', block], {
    cwd: project,
    env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: process.env['HOME'], TMPDIR: folder },
    encoding: 'utf8',
    timeout: 500_000,
  })
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('## ✅ 1.0.0 is published in stable')
  expect(stdout).toMatch(/None of \d+ checks of the repository failed|All \d+ checks of the repository passed/)
}, 600_000)
