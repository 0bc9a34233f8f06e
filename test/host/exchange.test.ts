import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemHttp } from '../../src/host/http.js'
import { testClock } from '../support/clock.js'

let server: Server
let origin: string
let arrived: unknown[]
let status: number

beforeEach(async () => {
  arrived = []
  status = 201
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const { method, headers } = request
      arrived.push([method, headers['x-mark'], headers['content-length'], headers['user-agent'], body])
      if (request.url?.startsWith('/broken') === true)
        response.writeHead(200, { 'content-length': 99 }).write('half', () => response.destroy())
      else response.writeHead(status, { location: '/elsewhere', 'x-told': 'yes' }).end('täxt')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

test.each([
  ['by itself', {}],
  // Of a loopback address it makes no use.
  ['where a proxy is named', { https_proxy: 'http://127.0.0.1:9' }],
])('one request and its answer, %s', async (_, env) => {
  const http = systemHttp(testClock(), 2000, env)
  const request = { url: `${origin}/x`, headers: { 'x-mark': 'a' } }
  const { headers, ...answer } = await http.exchange({ ...request, method: 'POST', body: '{"ä":1}' })
  expect([answer, headers['x-told']]).toEqual([{ status: 201, text: 'täxt' }, 'yes'])
  expect((await http.exchange({ ...request, method: 'GET' })).text).toBe('täxt')
  expect(arrived).toEqual([
    ['POST', 'a', '8', 'obs-publish', '{"ä":1}'],
    ['GET', 'a', undefined, 'obs-publish', ''],
  ])
})

test.each([302, 401, 503])('an answer of %d is an answer like others', async (given) => {
  status = given
  const answer = await systemHttp(testClock()).exchange({ method: 'GET', url: `${origin}/x`, headers: {} })
  expect([answer.status, arrived.length]).toEqual([given, 1])
})

test('an answer that breaks off is asked for once, and is an error without the secrets of its address', async () => {
  const request = { method: 'PATCH', url: `${origin}/broken?key=secret`, headers: {}, body: '{}' } as const
  await expect(systemHttp(testClock()).exchange(request)).rejects.toThrow(
    // What node:http throws is no Error of the realm that jest runs a test in.
    /^http:\/\/127[.\d:]+\/broken answered nothing: (?:Error: )?aborted; a later run may succeed$/,
  )
  expect(arrived).toHaveLength(1)
})
