import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describeError } from '../../src/error.js'
import { testHost, type TestHost } from '../support/host.js'
import { content, honest, interrupted, openServer, status, type Handler, type UnreliableServer } from './unreliable-server.js'

let host: TestHost
let server: UnreliableServer
let folders = 0

beforeAll(async () => {
  host = await testHost()
  server = await openServer()
})
afterEach(() => {
  server.asked = []
})
afterAll(async () => {
  server.close()
  await host.remove()
})

function place() {
  const folder = join(host.directories.temp, String(folders++))
  return { file: join(folder, 'file'), partial: join(folder, 'partial') }
}

test('patience lasts as long as something arrives', async () => {
  const { file } = place()
  const steps = Array.from({ length: 8 }, (): Handler => (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const range = { 'content-range': `bytes ${start}-9999/10000`, 'content-length': content.length - start }
    response.writeHead(start === 0 ? 200 : 206, { etag: '"one"', ...(start === 0 ? { 'content-length': 10000 } : range) })
    response.write(content.slice(start, start + 1000), () => setTimeout(() => response.destroy(), 20))
  })
  server.handlers = [...steps, honest()]
  await server.http.download(`${server.origin}/x`, file)
  expect([await readFile(file, 'utf8'), server.asked.length]).toEqual([content, 9])
})

test('what cannot be gone on with is no reason for more patience', async () => {
  const { file } = place()
  server.handlers = [interrupted(4000, {})]
  await expect(server.http.download(`${server.origin}/x`, file)).rejects.toThrow(
    /\/x answered 200: the answer broke off \(.*aborted\); a later run may succeed$/,
  )
  expect(server.asked).toEqual(['all', 'all', 'all', 'all'])
})

test('a disk that is full is told as what it is, at once', async () => {
  const { file, partial } = place()
  await mkdir(partial, { recursive: true })
  await symlink('/dev/full', join(partial, 'data'))
  server.handlers = [honest()]
  const error: unknown = await server.http.download(`${server.origin}/x`, file, { partial }).catch((reason: unknown) => reason)
  expect(describeError(error, '1.2.3')).toBe(
    'A write failed, because no space is left on the device (ENOSPC); mend that and try again.',
  )
  expect(server.asked).toEqual(['all'])
})

test.each([
  [
    'told by its head',
    (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200, { 'content-length': 10_000 }).write('a'),
  ],
  ['that only shows', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200).end(content)],
])('a body that is too large, %s, is refused and leaves nothing', async (_, handler) => {
  const { file } = place()
  server.handlers = [handler]
  const failure = server.http.download(`${server.origin}/x?token=secret`, file, { maxSize: 5000 })
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(
    `${server.origin}/x is larger than 4.9 KiB, the most that may be read; check the address or raise max-size.`,
  )
  expect(await readdir(join(file, '..'))).toEqual([])
  expect(server.asked).toHaveLength(1)
})

test('a text that is too large is refused', async () => {
  server.handlers = [(_, response) => void response.writeHead(200).end(content)]
  await expect(server.http.text(`${server.origin}/x`, 100)).rejects.toThrow('is larger than 100 bytes')
})

test('a text that is cut short is read again', async () => {
  server.handlers = [interrupted(5), (_, response) => void response.writeHead(200).end('whole')]
  expect(await server.http.text(`${server.origin}/x`)).toBe('whole')
})

test('a service that says when to come back is obeyed', async () => {
  server.handlers = [
    status(429, { 'retry-after': '7' }),
    status(503, { 'retry-after': new Date(server.clock.now() + 20_000).toUTCString() }),
    honest(),
  ]
  const start = server.clock.now()
  expect(await server.http.text(`${server.origin}/x`)).toBe(content)
  expect(server.clock.now() - start).toBeGreaterThanOrEqual(19_000)
  expect(server.clock.now() - start).toBeLessThanOrEqual(28_000)
})

test('a service that wants too long a pause is given up', async () => {
  server.handlers = [status(429, { 'retry-after': '3600' })]
  await expect(server.http.text(`${server.origin}/x`)).rejects.toThrow(
    'answered 429: Too Many Requests; it asks to come back in 3600 s',
  )
  expect(server.asked).toHaveLength(1)
})

test.each([404, 403, 401, 410])('a %d is not server.asked for again', async (code) => {
  const { file } = place()
  server.handlers = [status(code)]
  await expect(server.http.download(`${server.origin}/x`, file)).rejects.toMatchObject({ name: 'ServiceError', status: code })
  expect(server.asked).toHaveLength(1)
})
