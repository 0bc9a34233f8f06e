import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { publish } from '../../src/operations/publish.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation } from './run.js'

let host: TestHost

beforeEach(async () => {
  // Without osc: nothing may be asked of OBS.
  host = await testHost({ env: { PATH: '/nowhere', OSC_CONFIG: 'oscrc' } })
  await writeFile(join(host.directories.work, 'packages.yaml'), oneProgram)
})

afterEach(() => host.remove())

test.each([
  [{ 'verify-install': 'arm' }, 'Input `verify-install` has arm, for which there is nothing; there are x86_64, aarch64.'],
  [{ 'verify-install': 'none, arm64' }, 'Input `verify-install` has none beside arm64; give one or the other.'],
  [
    { 'repository-url': 'http://127.0.0.1:9/{projekt}' },
    'Input `repository-url` has the unknown placeholder {projekt}; known here: {project}, {project-path}, {builder}.',
  ],
])('nothing is published that %j could not verify', async (inputs, message) => {
  const { failure } = await runOperation(publish, host, { version: '1.2.3', ...inputs })
  expect(failure).toBe(`UserError: ${message}`)
})
