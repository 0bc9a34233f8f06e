import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testHost, type TestHost } from '../support/host.js'
import { content, honest, interrupted, openServer, status, type UnreliableServer } from './unreliable-server.js'

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

async function leftover(partial: string, data: string): Promise<void> {
  server.handlers = [interrupted(data.length), status(404)]
  await server.http.download(`${server.origin}/x`, join(partial, 'file'), { partial }).catch(() => undefined)
  expect(await readFile(join(partial, 'data'), 'utf8')).toBe(data)
  server.asked = []
}

test('a download that is cut goes on where it was cut', async () => {
  const { file } = place()
  server.handlers = [interrupted(4000), honest()]
  await server.http.download(`${server.origin}/x`, file)
  expect(await readFile(file, 'utf8')).toBe(content)
  expect(server.asked).toEqual(['all', 'bytes=4000- if "one"'])
  expect(await readdir(join(file, '..'))).toEqual(['file'])
})

test('a download goes on after what another run has left', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  server.handlers = [honest()]
  await server.http.download(`${server.origin}/x`, file, { partial })
  expect(await readFile(file, 'utf8')).toBe(content)
  expect(server.asked).toEqual(['bytes=3000- if "one"'])
})

test('what is of another address or has no validator is not used', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  server.handlers = [honest()]
  await server.http.download(`${server.origin}/other`, file, { partial })
  expect(server.asked).toEqual(['all'])
})

test('what has changed on the server is read from the beginning', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  server.handlers = [honest('"two"', 'new content')]
  await server.http.download(`${server.origin}/x`, file, { partial })
  expect([await readFile(file, 'utf8'), server.asked]).toEqual(['new content', ['bytes=3000- if "one"']])
})

test('a server that ignores ranges sends everything again', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  server.handlers = [(_, response) => void response.writeHead(200).end(content)]
  await server.http.download(`${server.origin}/x`, file, { partial })
  expect(await readFile(file, 'utf8')).toBe(content)
})

test('a server that answers with another range is server.asked again for everything', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  server.handlers = [status(206, { 'content-range': 'bytes 5-9/10000' }), honest()]
  await server.http.download(`${server.origin}/x`, file, { partial })
  expect(await readFile(file, 'utf8')).toBe(content)
  expect(server.asked).toEqual(['bytes=3000- if "one"', 'all'])
})

test('a server that answers with a part of another state is server.asked again for everything', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  const head = { etag: '"two"', 'content-range': 'bytes 3000-9999/10000', 'content-length': '7000' }
  server.handlers = [(_, response) => void response.writeHead(206, head).end('x'.repeat(7000)), honest()]
  await server.http.download(`${server.origin}/x`, file, { partial })
  expect([await readFile(file, 'utf8'), server.asked]).toEqual([content, ['bytes=3000- if "one"', 'all']])
})

test('what had arrived completely is kept', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  await writeFile(join(partial, 'data'), content)
  server.handlers = [honest()]
  await server.http.download(`${server.origin}/x`, file, { partial })
  expect([await readFile(file, 'utf8'), server.asked]).toEqual([content, ['bytes=10000- if "one"']])
})

test('a range beyond the end makes the download begin anew', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  server.handlers = [status(416, { 'content-range': 'bytes */7' }), honest()]
  await server.http.download(`${server.origin}/x`, file, { partial })
  expect([await readFile(file, 'utf8'), server.asked]).toEqual([content, ['bytes=3000- if "one"', 'all']])
})

test.each([
  ['a weak validator', { etag: 'W/"one"' }],
  ['a date of just now', { 'last-modified': new Date().toUTCString(), date: new Date().toUTCString() }],
])('%s tells too little to go on', async (_, headers) => {
  const { file } = place()
  server.handlers = [interrupted(4000, headers), honest()]
  await server.http.download(`${server.origin}/x`, file)
  expect(server.asked).toEqual(['all', 'all'])
})

test('an older date tells enough', async () => {
  const { file } = place()
  const modified = 'Mon, 05 Jan 2026 10:00:00 GMT'
  server.handlers = [interrupted(4000, { 'last-modified': modified }), status(404)]
  await server.http.download(`${server.origin}/x`, file).catch(() => undefined)
  expect(server.asked).toEqual(['all', `bytes=4000- if ${modified}`])
})

test('a connection that falls silent is given up and the download goes on', async () => {
  const { file } = place()
  server.handlers = [
    (_, response) => void response.writeHead(200, { etag: '"one"', 'content-length': content.length }).write('abc'),
    honest(),
  ]
  await server.http.download(`${server.origin}/x`, file)
  expect([await readFile(file, 'utf8'), server.asked]).toEqual([content, ['all', 'bytes=3- if "one"']])
})

test('progress is told with the size that is to come', async () => {
  const { file, partial } = place()
  await leftover(partial, content.slice(0, 3000))
  server.handlers = [honest()]
  const told: string[] = []
  await server.http.download(`${server.origin}/x`, file, {
    partial,
    onProgress: (received, total) => void told.push(`${received}/${total}`),
  })
  expect(told.at(-1)).toBe('10000/10000')
})
