import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { serveFolder, type FileHost } from '../../src/preview/file-host.js'

let root: string
let host: FileHost

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'obs-publish-test-'))
  await mkdir(join(root, 'served', 'deb'), { recursive: true })
  await mkdir(join(root, 'served-too'))
  await writeFile(join(root, 'served', 'deb', 'a b:c.deb'), 'a package')
  await writeFile(join(root, 'served', 'empty'), '')
  await writeFile(join(root, 'served-too', 'secret'), 'a secret')
  await writeFile(join(root, 'secret'), 'a secret')
  host = await serveFolder(join(root, 'served'))
})

afterAll(async () => {
  await host.close()
  await rm(root, { recursive: true })
})

/** Sends a request as it is: a client of Node's would resolve `..` by itself. */
function ask(method: string, target: string): Promise<{ status: number; length: string | undefined; body: string }> {
  const { hostname, port } = new URL(host.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.on('error', reject)
    socket.on('end', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n')
      const length = /^content-length: (\d+)$/im.exec(head)?.[1]
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), length, body: body.replace(/^0(?:\r\n)?$/, '') })
    })
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  })
}

test.each([
  ['GET', '/deb/a%20b:c.deb', 200, '9', 'a package'],
  ['GET', '/deb/a%20b%3Ac.deb?x=../..', 200, '9', 'a package'],
  ['GET', '/deb/../empty', 200, '0', ''],
  ['HEAD', '/deb/a%20b:c.deb', 200, '9', ''],
  ['HEAD', '/deb/none.deb', 404, undefined, ''],
  ['GET', '/deb/none.deb', 404, undefined, ''],
  ['GET', '/deb', 404, undefined, ''],
  ['GET', '/', 404, undefined, ''],
  ['GET', '/../secret', 404, undefined, ''],
  ['GET', '/../served-too/secret', 404, undefined, ''],
  ['GET', '/deb/../../secret', 404, undefined, ''],
  ['GET', '/%2e%2e/secret', 404, undefined, ''],
  ['GET', '/..%2fsecret', 404, undefined, ''],
  ['GET', '/deb/%00', 404, undefined, ''],
  ['GET', '/%', 404, undefined, ''],
  ['GET', 'http://elsewhere.example/empty', 404, undefined, ''],
  ['POST', '/deb/a%20b:c.deb', 405, undefined, ''],
  ['DELETE', '/deb/a%20b:c.deb', 405, undefined, ''],
])('%s %s is answered by %i', async (method, target, status, length, body) => {
  const answer = await ask(method, target)
  expect(answer).toEqual({ status, length, body })
})

test('nobody is answered after its end, and no other machine before', async () => {
  const own = await serveFolder(join(root, 'served'))
  expect(new URL(own.url).hostname).toBe('127.0.0.1')
  expect((await fetch(`${own.url}/empty`)).status).toBe(200)
  await own.close()
  await expect(fetch(`${own.url}/empty`)).rejects.toThrow('fetch failed')
})
