import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { writeOscConfig } from '../../src/obs/osc-config.js'
import { openOsc } from '../../src/obs/osc.js'
import { findInterpreter, openSession } from '../../src/obs/session.js'
import type { OscRequest, Transport } from '../../src/obs/osc-transport.js'
import { testHost, type TestHost } from '../support/host.js'

/** What a fake front end answers to a path; `undefined` leaves the request without an answer. */
type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void
const answers: Readonly<Record<string, Answer>> = {
  '/echo': (request, response, body) => {
    response.writeHead(200, { 'content-type': 'application/xml', 'x-odd': 'yes' })
    response.end(`<echo method="${request.method}" bytes="${body.length}" accept="${request.headers.accept}"/>`)
  },
  '/refused': (_, response) => {
    response.writeHead(403, { 'x-opensuse-errorcode': 'update_project_not_authorized' })
    response.end('<status code="update_project_not_authorized"><summary>one\ntwo</summary></status>')
  },
  '/rails': (_, response) => response.writeHead(500).end('<hash><error>Internal Server Error</error></hash>'),
  '/moved': (_, response) => response.writeHead(302, { location: '/' }).end(),
  '/': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html></html>'),
  '/half': (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('<half>')
    setTimeout(() => response.destroy(), 50)
  },
  '/closed': (request) => void request.socket.destroy(),
  '/hung': () => undefined,
  '/missing': (_, response) => response.writeHead(404).end('<status code="unknown_project"><summary>no</summary></status>'),
}

let folder: string
let server: Server
let url: string
let seen: string[] = []

/** A fake front end: it asks for credentials each time, as the real one does without a session cookie. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'obs-session-'))
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.headers.authorization !== `Basic ${Buffer.from('jane:secret').toString('base64')}`) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="OBS"' })
        response.end('<status code="authentication_required"><summary>Authentication Required</summary></status>')
        return
      }
      seen.push(`${request.method} ${request.url}`)
      answers[request.url ?? '']?.(request, response, Buffer.concat(chunks))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // An address of a server that listens on a port.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

/** The programs by version; each in a folder of its own, as a search path wants them. */
const programs = { '0.169.1': '/usr/bin/osc', '1.x': resolve('.cache/osc-newest/bin/osc') }

describe.each(Object.entries(programs))('osc %s, kept open', (version, program) => {
  let host: TestHost
  let session: Transport
  let config: string

  const send = (method: OscRequest['method'], path: string, others: Partial<OscRequest> = {}) =>
    session.send({ method, path, timeout: 20, ...others })

  beforeEach(async () => {
    seen = []
    const bin = join(folder, version)
    await mkdir(bin, { recursive: true })
    await symlink(program, join(bin, 'osc')).catch(() => undefined)
    host = await testHost({ env: { PATH: `${bin}:/usr/bin:/bin`, HOME: folder } })
    config = await writeOscConfig({ apiurl: url, username: 'jane', password: 'secret' }, host)
    const opened = await openSession(host, { apiurl: url, config })
    if (opened === undefined) throw new Error(`osc ${version} could not be imported`)
    session = opened
  })
  afterEach(() => host.remove())

  test('knows the user, and hands over status, headers and body as they are', async () => {
    expect(session.user).toBe('jane')
    expect(await send('GET', '/echo')).toEqual({
      status: 200,
      headers: expect.objectContaining({ 'x-odd': 'yes' }),
      body: '<echo method="GET" bytes="0" accept="application/xml"/>',
    })
    expect(await send('GET', '/refused')).toMatchObject({
      status: 403,
      headers: { 'x-opensuse-errorcode': 'update_project_not_authorized' },
      body: expect.stringContaining('one\ntwo'),
    })
    expect(await send('GET', '/rails')).toMatchObject({ status: 500, body: expect.stringContaining('<hash>') })
    expect(await send('GET', '/missing')).toMatchObject({ status: 404 })
  })

  test('sends text and files, once each', async () => {
    const file = join(folder, 'upload')
    await writeFile(file, Buffer.alloc(3_000_000, 7))
    expect(await send('PUT', '/echo', { file })).toMatchObject({ body: expect.stringContaining('method="PUT" bytes="3000000"') })
    expect(await send('POST', '/echo', { text: '<ä/>' })).toMatchObject({
      body: expect.stringContaining('method="POST" bytes="5"'),
    })
    expect(await send('POST', '/echo')).toMatchObject({ body: expect.stringContaining('bytes="0"') })
    expect(seen).toEqual(['PUT /echo', 'POST /echo', 'POST /echo'])
  })

  test('never repeats what changes something', async () => {
    expect(await send('POST', '/rails')).toMatchObject({ status: 500 })
    expect(await send('POST', '/closed')).toMatchObject({ silence: expect.stringMatching(/./) })
    expect(seen).toEqual(['POST /rails', 'POST /closed'])
  })

  test('tells of half an answer and of none', async () => {
    expect(await send('GET', '/half')).toEqual({ silence: expect.stringContaining('IncompleteRead') })
    expect(await send('GET', '/closed')).toEqual({ silence: expect.stringMatching(/closed|reset|aborted|disconnected/i) })
  })

  test('does not take a redirection for an answer', async () => {
    const osc = openOsc(host, {
      apiurl: url,
      config: await writeOscConfig({ apiurl: url, username: 'jane', password: 'secret' }, host),
    })
    await expect(osc.change('POST', '/moved')).rejects.toThrow(/(redirection|web page)/)
  })

  test('is started anew after a request that did not end in time', async () => {
    expect(await send('GET', '/hung', { timeout: 1 })).toEqual({ silence: 'no answer came within 1 seconds' })
    expect(await send('GET', '/echo')).toMatchObject({ status: 200 })
  })

  test('ends with the run that asked, also while no answer comes, and keeps no other osc from asking', async () => {
    const { program = '', args = [], env = {} } = (await findInterpreter(host)) ?? {}
    const orphan = spawn(program, [...args, '-u', resolve('dist/obs/session.py'), url], {
      env: { ...host.env, ...env, OSC_CONFIG: config },
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    const ended = new Promise((done) => orphan.on('close', done))
    orphan.stdin.write(`${JSON.stringify({ id: 1, method: 'GET', path: '/hung' })}\n`)
    while (!seen.includes('GET /hung')) await new Promise((done) => setTimeout(done, 50))
    // As the system does when a process is killed.
    orphan.stdin.destroy()
    expect(await send('GET', '/echo', { timeout: 5 })).toMatchObject({ status: 200 })
    expect(await ended).toBe(0)
  })

  test('says that a password is wrong', async () => {
    const config = await writeOscConfig({ apiurl: url, username: 'jane', password: 'wrong' }, host)
    await expect(openOsc(host, { apiurl: url, config }).read('/echo')).rejects.toMatchObject({
      name: 'UserError',
      message: 'OBS refused the user name or password of jane; check the inputs `username` and `password` of setup-osc.',
    })
  })

  test('says that it has no account for an instance', async () => {
    const config = await writeOscConfig({ apiurl: 'https://obs.example.org', username: 'jane', password: 'x' }, host)
    await expect(openOsc(host, { apiurl: url, config }).read('/echo')).rejects.toThrow(`osc has no credentials for ${url};`)
  })
})

test('an osc that is a wrapper of another program is started for each request', async () => {
  const bin = join(folder, 'wrapped')
  await mkdir(bin, { recursive: true })
  await writeFile(join(bin, 'osc'), '#!/bin/sh\nexec /usr/bin/osc "$@"\n', { mode: 0o755 })
  const host = await testHost({ env: { PATH: `${bin}:/usr/bin:/bin`, HOME: folder } })
  const config = await writeOscConfig({ apiurl: url, username: 'jane', password: 'secret' }, host)
  expect(await openSession(host, { apiurl: url, config })).toBeUndefined()
  const osc = openOsc(host, { apiurl: url, config })
  expect(await osc.read('/echo')).toContain('method="GET"')
  expect(await osc.read('/missing')).toBeUndefined()
  await expect(osc.change('PUT', '/refused', { text: '<a/>' })).rejects.toThrow('OBS does not permit /refused to the account')
  await host.remove()
})
