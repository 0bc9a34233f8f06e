import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { listBlocks } from './blocks.js'
import { goreleaserProject } from './goreleaser-project.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goreleaser-'))
  // OBS's daemons have an account of their own.
  chmodSync(folder, 0o755)
  const wrapper = `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli.js')}' "$@"\n`
  for (const [name, text] of Object.entries({ ...goreleaserProject, '../bin/obs-publish': wrapper })) {
    const file = join(folder, 'lens', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { mode: /bin\/|\.sh$|^dist/.test(name) ? 0o755 : 0o644 })
  }
})

afterEach(() => {
  // The commands stop it only when all went well.
  spawnSync(process.execPath, [resolve('dist/cli.js'), 'obs-sandbox', '--mode', 'stop'], {
    env: { ...process.env, TMPDIR: folder },
  })
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a script in the project, with the shipped bundle as obs-publish. */
function run(script: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: join(folder, 'lens'),
    env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: process.env['HOME'], TMPDIR: folder },
    encoding: 'utf8',
    timeout: 500_000,
  })
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
  return { stdout, stderr }
}

test("a goreleaser user's packages are published and verified by init, one edited line and the README's commands", () => {
  const imported = run('git init --quiet\nobs-publish init --from .goreleaser.yaml').stdout
  expect(imported).toMatch(/Next: `obs-publish build-packages --version \S+ --binaries dist`\n$/)
  expect(imported.match(/^\| lens/gm)).toEqual(['| lens'])
  const config = join(folder, 'lens', 'packages.yaml')
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll('home:YOU:', 'home:packager:'))
  const block =
    listBlocks(readFileSync('README.md', 'utf8')).find(({ text }) => text.includes('obs-sandbox --config'))?.text ?? ''
  expect(block).toContain('--binaries build')
  const { stdout, stderr } = run(block.replace('--binaries build', '--binaries dist').replace('v1.0.0', 'v1.4.0'))
  expect(stdout).toContain('## ✅ 1.4.0 is published in stable')
  expect(stdout).toContain('✅ All 4 builds have succeeded.')
  expect(stdout).toMatch(/✅ All \d+ checks of the repository passed: .*install \d+\/\d+/)
  // Nothing that an import leaves behind is to be warned of.
  expect(stderr).not.toMatch(/^warning:/m)
}, 600_000)
