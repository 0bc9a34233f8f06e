import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { setupOsc } from '../../src/operations/setup-osc.js'
import { testClock } from '../support/clock.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation } from './run.js'

let host: TestHost
let bin: string
const env: Record<string, string> = {}

beforeEach(async () => {
  host = await testHost({ env, clock: testClock() })
  bin = join(host.directories.work, 'bin')
  await mkdir(bin)
  for (const name of ['sh', 'timeout', 'dirname', 'cat']) await plant(name, `exec /usr/bin/${name} "$@"`)
  env['PATH'] = bin
})
afterEach(() => host.remove())

async function plant(name: string, script: string): Promise<void> {
  await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

async function signIn(inputs: Readonly<Record<string, string>>) {
  return (
    await runOperation(setupOsc, host, {
      apiurl: 'https://obs.example.org',
      username: 'jane',
      install: 'none',
      ...inputs,
    })
  ).failure
}

const older = '[ "$1" = --version ] && echo 0.169.1'
const newer = '[ "$1" = --version ] && echo 1.28.0'

test('an SSH key needs osc 1.0', async () => {
  await plant('osc', older)
  expect(await signIn({ 'ssh-key': 'key' })).toBe(
    'UserError: Input `ssh-key` needs osc 1.0 or newer, and osc 0.169.1 is installed; set the input `install` to pip, or give a password.',
  )
})

test('an SSH key needs ssh-keygen', async () => {
  await plant('osc', newer)
  expect(await signIn({ 'ssh-key': 'key' })).toBe(
    'UserError: Input `ssh-key` needs ssh-keygen, which is not installed; on Debian and Ubuntu: apt-get install openssh-client.',
  )
})

test.each([
  [
    'a page to log in',
    "echo '<!DOCTYPE html><html></html>'",
    'https://obs.example.org/ answered 200: a web page; check the input `apiurl`: an API of OBS, such as https://api.opensuse.org, answers in XML',
  ],
  [
    'nothing',
    'echo "Connection refused" >&2; exit 1',
    'https://obs.example.org/ answered nothing: no connection; check the input `apiurl`, or try later',
  ],
])('an address that answers with %s is told of', async (_, answer, sentence) => {
  await plant('osc', `${older} || { ${answer}; }`)
  expect(await signIn({ password: 'secret' })).toBe(`ServiceError: ${sentence}`)
})

test('failure story 20, credentials that were disabled in silence: a user that OBS does not know, or refuses, is told of before anything else', async () => {
  await plant('osc', `${older} || { echo "Server returned an error: HTTP Error 404: Not Found" >&2; exit 1; }`)
  expect(await signIn({ password: 'secret' })).toBe('UserError: https://obs.example.org does not know the user jane.')
  await plant('osc', `${older} || { echo "Server returned an error: HTTP Error 401: Unauthorized" >&2; exit 1; }`)
  expect(await signIn({ password: 'secret' })).toBe(
    'UserError: OBS refused the user name or password; check the inputs `username` and `password` of setup-osc.',
  )
})

test('failure story 21, a config at a path that osc does not read: every request gets the config that was written', async () => {
  const seen = join(host.directories.work, 'seen')
  await plant('osc', `${older} || { echo "$OSC_CONFIG" >> ${seen}; echo '<person/>'; }`)
  const { outputs } = await runOperation(setupOsc, host, {
    apiurl: 'https://obs.example.org',
    username: 'jane',
    install: 'none',
    password: 'secret',
  })
  expect((await readFile(seen, 'utf8')).trim()).toBe(outputs['config-path'])
})

test('the instance is that of a config, unless the input names one', async () => {
  await plant('osc', `${older} || { echo "Connection refused" >&2; exit 1; }`)
  const config = join(host.directories.work, 'packages.yaml')
  await writeFile(config, oneProgram.replace('obs:\n', 'obs:\n  apiurl: https://config.example.org\n'))
  expect(await signIn({ password: 'secret', apiurl: '', config })).toContain('https://config.example.org/ answered nothing')
  expect(await signIn({ password: 'secret', config })).toContain('https://obs.example.org/ answered nothing')
})
