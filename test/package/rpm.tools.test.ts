import { stat } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hashBytes } from '../../src/host/file.js'
import { readPackage } from '../../src/package/reader.js'
import { testHost, type TestHost } from '../support/host.js'
import { buildRpm } from './workshop.js'

let host: TestHost

beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

const hello = hashBytes('hello', 'sha256')
const root = { owner: 'root', group: 'root', marks: [] as string[], size: 0, sha256: undefined, target: undefined }
const program = { ...root, type: 'file', mode: 0o755, size: 5, sha256: hello }

test('an rpm is read with its metadata, relations, scripts, files, modes, owners, marks, contents and sizes', async () => {
  const file = await buildRpm(host.directories.work, {
    architecture: 'aarch64',
    head: [
      'Epoch: 2',
      'Requires: b >= 1:2.0, (a or c < 3), demo(feature)',
      'Requires(post): systemd',
      'Conflicts: old < 1',
      'Provides: greeter, demo(feature)',
    ].join('\n'),
    scripts: {
      post: 'if [ 1 -lt 2 ] && true; then\n  echo "<&>"\nfi',
      'postun -p /sbin/ldconfig': '',
      'triggerin -- other': 'true',
    },
  })
  const model = await readPackage(file, host, 'shown')
  expect({
    ...model,
    files: Object.fromEntries([...model.files].map(([path, file]) => [path, { ...file, head: undefined }])),
  }).toEqual({
    file: 'shown',
    format: 'rpm',
    name: 'demo',
    version: '2:1.0-1',
    architecture: 'aarch64',
    metadata: {
      summary: 'A program for tests',
      description: 'It greets.',
      url: 'https://example.org',
      license: 'MIT',
      group: 'Unspecified',
      vendor: '',
      packager: '',
      distribution: '',
      changelog: '',
    },
    relations: {
      requires: ['(a or c < 3)', 'b >= 1:2.0', 'demo(feature)'],
      'requires(post)': ['systemd'],
      conflicts: ['old < 1'],
      provides: ['demo(feature)', 'greeter'],
    },
    scripts: {
      post: '/bin/sh\nif [ 1 -lt 2 ] && true; then\n  echo "<&>"\nfi',
      postun: '/sbin/ldconfig',
      triggers: '# on other\n/bin/sh\ntrue',
    },
    size: { package: (await stat(file)).size, installed: 5 + 15 + 4 },
    files: {
      '/etc/demo.conf': {
        ...root,
        type: 'file',
        mode: 0o644,
        size: 15,
        marks: ['config', 'noreplace'],
        sha256: hashBytes('greeting=hello\n', 'sha256'),
      },
      '/usr/bin/demo': program,
      '/usr/bin/demo-hard': program,
      '/usr/bin/demo-link': { ...root, type: 'link', mode: 0o777, target: 'demo' },
    },
  })
})

test.each(['w9.gzdio', 'w6.xzdio', 'w3.zstdio', 'w9.bzdio', 'w.ufdio'])(
  'a payload compressed by %s is read',
  async (compression) => {
    const { files } = await readPackage(await buildRpm(host.directories.work, { compression }), host)
    expect(files.get('/usr/bin/demo')?.sha256).toBe(hello)
  },
)

test('the digests are SHA-256 whatever the header has', async () => {
  const file = await buildRpm(host.directories.work, { head: '%global _binary_filedigest_algorithm 10' })
  expect((await readPackage(file, host)).files.get('/usr/bin/demo')?.sha256).toBe(hello)
})

test('a ghost has no content, and capabilities are a mark', async () => {
  const head = '%global demo_extra 1'
  const file = await buildRpm(host.directories.work, {
    head,
    files: ['%ghost /usr/bin/demo-link', '%caps(cap_net_raw=ep) /usr/bin/demo', '/usr/bin/demo-hard'],
  })
  const { files } = await readPackage(file, host)
  expect(files.get('/usr/bin/demo-link')?.marks).toEqual(['ghost'])
  expect(files.get('/usr/bin/demo')?.marks).toEqual(['cap_net_raw=ep'])
})
