import { expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { oneProgram } from '../support/config.js'

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('publish that is ended by %s leaves no password behind, and says how to go on', async (signal, code) => {
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-cancel-'))
  await writeFile(join(folder, 'packages.yaml'), oneProgram)
  // An osc whose requests never end.
  await writeFile(join(folder, 'osc'), '#!/bin/sh\n[ "$1" = --version ] && echo 0.169.1 || exec sleep 30\n')
  await chmod(join(folder, 'osc'), 0o755)
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    RUNNER_TEMP: folder,
    OSC_USERNAME: 'jane',
    OSC_PASSWORD: 'secret',
  }
  const child = spawn(process.execPath, [resolve('dist/cli.js'), 'publish', '--version', '1.2.3'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, 'close')
  const configs = async () => (await readdir(folder)).filter((name) => name.startsWith('obs-publish-osc-'))
  for (let look = 0; look < 100 && (await configs()).length === 0; look++) await new Promise((done) => setTimeout(done, 100))
  expect(await configs()).toHaveLength(1)
  // The config is there a moment before the operation has asked for its removal.
  await new Promise((done) => setTimeout(done, 1500))
  child.kill(signal)
  expect((await ended)[0]).toBe(code)
  expect(await configs()).toEqual([])
  expect(stderr).toContain(
    '\nerror: publish was interrupted in its step Sign in: what OBS has by now stays, and the same command goes on from there.\n',
  )
  await rm(folder, { recursive: true, force: true })
})
