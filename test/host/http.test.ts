import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { systemHttp } from '../../src/host/http.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'

let server: Server
let origin: string
let host: TestHost
let answers: { status: number; body?: string; location?: string }[]
let requests: number
let encodings: string | undefined
const http = systemHttp(testClock())

beforeAll(async () => {
  host = await testHost()
  server = createServer((request, response) => {
    requests++
    encodings = request.headers['accept-encoding']
    const { status, body = '', location } = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 500 }
    response.writeHead(status, location === undefined ? {} : { location }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
})
beforeEach(() => {
  requests = 0
})
afterAll(async () => {
  server.close()
  await host.remove()
})

test('a read that failed is repeated', async () => {
  answers = [{ status: 503 }, { status: 502 }, { status: 200, body: 'at last' }]
  expect([await http.text(`${origin}/x`), requests]).toEqual(['at last', 3])
})

test('what is read is wanted as it is, because digests are of that', async () => {
  answers = [{ status: 200, body: 'there' }]
  await http.text(`${origin}/x`)
  expect(encodings).toBe('identity')
})

test('redirects are followed', async () => {
  answers = [
    { status: 302, location: '/y' },
    { status: 200, body: 'there' },
  ]
  expect(await http.text(`${origin}/x`)).toBe('there')
})

test('what is not there is undefined as bytes and an error as text', async () => {
  answers = [{ status: 404 }]
  expect(await http.bytes(`${origin}/x`)).toBeUndefined()
  await expect(http.text(`${origin}/x`)).rejects.toThrow(`${origin}/x answered 404: not found; check the address`)
})

test('a 403 is no question of credentials and is not repeated', async () => {
  answers = [{ status: 403 }]
  await expect(http.text(`${origin}/x?token=secret`)).rejects.toThrow(
    `${origin}/x answered 403: Forbidden; a download host that says 403 mostly means a path that does not exist or a blocked address, not wrong credentials`,
  )
  expect(requests).toBe(1)
})

test('a service that stays away is given up after four tries', async () => {
  answers = [{ status: 500 }]
  await expect(http.text(`${origin}/x`)).rejects.toThrow('answered 500: Internal Server Error; a later run may succeed')
  expect(requests).toBe(4)
})

test('a download appears as a whole', async () => {
  answers = [{ status: 200, body: 'content' }]
  const file = join(host.directories.temp, 'deep', 'file')
  await http.download(`${origin}/x`, file)
  expect(await readFile(file, 'utf8')).toBe('content')
})
