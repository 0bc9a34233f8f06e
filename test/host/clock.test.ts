import { spawn } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { systemClock } from '../../src/host/clock.js'
import { testHost } from '../support/host.js'
import { transpile } from '../support/transpiled.js'

test('a sleep that is longer than a timer can be does not end at once', async () => {
  const host = await testHost()
  const module = await transpile('src/host/clock.ts', host.directories.work)
  // A process of its own, since nothing ends the sleep.
  const script = `const { systemClock } = await import(${JSON.stringify(module)}); await systemClock.sleep(1000 * 3600 * 1000)`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], { stdio: 'inherit' })
  const ended = new Promise((resolve) => child.on('close', () => resolve('awake')))
  expect(await Promise.race([ended, systemClock.sleep(1000).then(() => 'asleep')])).toBe('asleep')
  child.kill()
  await ended
  await host.remove()
})
