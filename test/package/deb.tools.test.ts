import { stat } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hashBytes } from '../../src/host/file.js'
import { readPackage } from '../../src/package/reader.js'
import { testHost, type TestHost } from '../support/host.js'
import { buildDeb } from './workshop.js'

let host: TestHost

beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

const hello = hashBytes('hello', 'sha256')
const root = { owner: 'root', group: 'root', marks: [] as string[], size: 0, sha256: undefined, target: undefined }
const program = { ...root, type: 'file', mode: 0o4755, size: 5, sha256: hello }
const directory = { ...root, type: 'directory', mode: 0o755 }

test('a deb is read with its metadata, relations, scripts, files, modes, owners, marks, contents and sizes', async () => {
  const file = await buildDeb(host.directories.work, {
    mode: 0o4755,
    head: 'Section: admin\nInstalled-Size: 7\nDepends: b (>=1:2.0), a|c (<< 3), a|c (<< 3)\nProvides: demo (= 1.0-1), greeter',
    scripts: { postinst: '#!/bin/sh\nexit 0\n' },
  })
  const model = await readPackage(file, host)
  expect({
    ...model,
    files: Object.fromEntries([...model.files].map(([path, file]) => [path, { ...file, head: undefined }])),
  }).toEqual({
    file,
    format: 'deb',
    name: 'demo',
    version: '1.0-1',
    architecture: 'x86_64',
    metadata: {
      summary: 'A program for tests',
      description: 'It greets.',
      url: 'https://example.org',
      maintainer: 'Tests <tests@example.org>',
      section: 'admin',
    },
    relations: { depends: ['a | c < 3', 'b >= 1:2.0'], provides: ['greeter'] },
    scripts: { postinst: '#!/bin/sh\nexit 0\n' },
    size: { package: (await stat(file)).size, installed: 7 * 1024 },
    files: {
      '/': directory,
      '/etc': directory,
      '/etc/demo.conf': {
        ...root,
        type: 'file',
        mode: 0o644,
        size: 15,
        marks: ['config'],
        sha256: hashBytes('greeting=hello\n', 'sha256'),
      },
      '/usr': directory,
      '/usr/bin': directory,
      '/usr/bin/demo': program,
      '/usr/bin/demo-hard': program,
      '/usr/bin/demo-link': { ...root, type: 'link', mode: 0o777, target: 'demo' },
    },
  })
})

test.each(['none', 'gzip', 'xz', 'zstd'])('a payload compressed by %s is read', async (compression) => {
  const { files } = await readPackage(await buildDeb(host.directories.work, { compression }), host)
  expect(files.get('/usr/bin/demo')?.sha256).toBe(hello)
})

test('a file of a megabyte has the digest of all of it', async () => {
  const content = 'hello'.repeat(200_000)
  const file = await buildDeb(host.directories.work, { program: content })
  const { files } = await readPackage(file, host)
  expect(files.get('/usr/bin/demo-hard')).toMatchObject({ size: 1_000_000, sha256: hashBytes(content, 'sha256') })
})
