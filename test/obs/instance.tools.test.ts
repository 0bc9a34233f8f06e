import { existsSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { registry } from '../../src/operations/registry.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation } from '../operations/run.js'

/** A fake OBS that wants an account and has nothing. */
interface Instance {
  readonly url: string
  readonly requests: readonly string[]
  close(): Promise<void>
}

async function startInstance(): Promise<Instance> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    if (request.headers.authorization === undefined) response.writeHead(401, { 'www-authenticate': 'Basic realm="OBS"' }).end()
    else response.writeHead(404).end('<status code="404"><summary>nothing is here</summary></status>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${address.port}`, requests, close }
}

const programs = ['/usr/bin/osc', '.cache/osc-newest/bin/osc'].filter(existsSync)

let host: TestHost
let meant: Instance
let other: Instance
let env: Record<string, string>

beforeEach(async () => {
  env = {}
  host = await testHost({ env })
  meant = await startInstance()
  other = await startInstance()
})

afterEach(async () => {
  await meant.close()
  await other.close()
  await host.remove()
})

/** An account of osc; without a password nobody is asked for one in a test. */
const account = (url: string, password = 'pass = secret') => `[${url}]\nuser = jane\nallow_http = 1\n${password}\n`

/** Runs an operation on a plan whose instance is meant, with an osc and its config. */
async function run(program: string, name: string, config: string | undefined): Promise<string | undefined> {
  const { work } = host.directories
  await mkdir(join(work, 'bin'))
  await mkdir(join(work, 'obs-sources'))
  await writeFile(join(work, 'obs-sources', 'hello.spec'), '')
  await symlink(resolve(program), join(work, 'bin', 'osc'))
  await writeFile(join(work, 'packages.yaml'), oneProgram.replace('obs:\n', `obs:\n  apiurl: ${meant.url}\n`))
  if (config !== undefined) await writeFile(join(work, 'oscrc'), config, { mode: 0o600 })
  Object.assign(env, { PATH: `${join(work, 'bin')}:/usr/bin:/bin`, HOME: work, OSC_CONFIG: join(work, 'oscrc') })
  const operation = await registry[name]?.()
  if (operation === undefined) throw new Error(`there is no ${name}`)
  return (await runOperation(operation, host, { version: '1.2.3' })).failure
}

const general = (url: string) => `[general]\napiurl = ${url}\nhttp_retries = 0\n`
const lacking = (url: string) =>
  `UserError: osc has no credentials for ${url}; run the operation setup-osc for it before, set OSC_CONFIG, or name the instance that is meant by the input \`apiurl\`.`

describe.each(programs)('with %s', (program) => {
  test.each(['obs-provision', 'obs-push', 'obs-wait', 'obs-rebuild', 'obs-release'])(
    '%s sends nothing to the instance that osc has a config for',
    async (name) => {
      env['OSC_APIURL'] = other.url
      expect(await run(program, name, general(other.url) + account(other.url))).toBe(lacking(meant.url))
      expect([meant.requests, other.requests]).toEqual([[], []])
    },
  )

  test('a config that names no account is told', async () => {
    expect(await run(program, 'obs-wait', general(other.url))).toBe(lacking(meant.url))
    expect([meant.requests, other.requests]).toEqual([[], []])
  })

  test('a missing config is told', async () => {
    expect(await run(program, 'obs-wait', undefined)).toBe(lacking(meant.url))
    expect([meant.requests, other.requests]).toEqual([[], []])
  })

  test('a missing password is told', async () => {
    expect(await run(program, 'obs-wait', general(meant.url) + account(meant.url, ''))).toBe(lacking(meant.url))
    expect([meant.requests, other.requests]).toEqual([[], []])
  })

  test('a config with accounts for both is used for the one that is meant', async () => {
    const failure = await run(program, 'obs-wait', general(other.url) + account(other.url) + account(meant.url))
    expect(failure).toBe(
      'UserError: isv:test:stable:v1.2:build/hello has no sources on OBS that the account may see; run obs-push first, or check the names.',
    )
    expect(new Set(meant.requests)).toEqual(new Set(['GET /source/isv%3Atest%3Astable%3Av1.2%3Abuild/hello']))
    expect(other.requests).toEqual([])
  })
})
