import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { startBundle } from './bundle.js'

test('with --json stdout is one JSON object, also where a library of GitHub would write workflow commands', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-stdout-'))
  // An osc that an earlier run has installed; it answers every request.
  const osc = join(folder, 'tools', 'osc', '1.28.0', process.arch, 'program', 'osc')
  await mkdir(join(osc, '..'), { recursive: true })
  await writeFile(osc, '#!/bin/sh\n[ "$1" = version ] && echo 1.28.0 || echo "<person/>"\n')
  await chmod(osc, 0o755)
  await writeFile(join(folder, 'tools', 'osc', '1.28.0', `${process.arch}.complete`), '')
  const { code, stdout } = await startBundle(
    'cli.js',
    ['setup-osc', '--json', '--install', 'pip', '--osc-version', '1.28.0'],
    { OSC_USERNAME: 'jane', OSC_PASSWORD: 'secret', RUNNER_TOOL_CACHE: join(folder, 'tools'), RUNNER_TEMP: folder },
    folder,
  )
  await rm(folder, { recursive: true, force: true })
  expect(code).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(stdout)).toEqual({ 'osc-version': '1.28.0', 'config-path': expect.stringContaining('oscrc') })
})
