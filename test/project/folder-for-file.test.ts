import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { describeError, exitCodeOf } from '../../src/error.js'
import { packSources } from '../../src/source/packing.js'
import { writeSpecs } from '../../src/source/spec-file.js'
import { loadConfig } from '../../src/project/config-file.js'
import { resolvePlan } from '../../src/project/planning.js'
import { readKey } from '../../src/project/trusted-key.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
let work: string

beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'], SOURCE_DATE_EPOCH: '0' } })
  work = host.directories.work
  const files = {
    'packages.yaml': oneProgram,
    'file.yaml': oneProgram.replace('section: admin', 'section: admin\n    readme: a/folder'),
    'changelog.yaml': oneProgram.replace('section: admin', 'section: admin\n    changelog: { file: a/folder }'),
    'template.yaml': 'extends: a/folder\n',
    LICENSE: 'text',
    'README.md': 'text',
    'bin/amd64/hello': '#!/bin/sh\n',
    'bin/arm64/hello': '#!/bin/sh\n',
    'a/folder/file': '',
    'kubernetes/file': '',
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(work, name)), { recursive: true })
    await writeFile(join(work, name), content)
  }
})

afterEach(() => host.remove())

const planned = (config: string) => resolvePlan({ config, version: '1.0.0', packages: [] }, host)
const pack = async (config: string) =>
  packSources({ plan: await planned(config), output: join(work, 'out'), binaries: undefined, compression: 'fast' }, host)

test.each<[string, () => Promise<unknown>, string]>([
  [
    'the input config',
    () => loadConfig('a/folder', host),
    "<work>/a/folder is a folder and no config; give its path by the input `config`, or a preset's name.",
  ],
  [
    'extends',
    () => loadConfig('template.yaml', host),
    "template.yaml:1:10: <work>/a/folder is a folder and no config; give its path by the input `config`, or a preset's name.",
  ],
  [
    'the input key',
    () => readKey('a/folder', host),
    '<work>/a/folder cannot be used (read), because it is a folder (EISDIR); mend that and try again.',
  ],
  ['readme', () => pack('file.yaml'), 'file.yaml:21:13: hello needs the file folder, and <work>/a/folder is a folder.'],
  [
    'changelog.file',
    async () => writeSpecs(await planned('changelog.yaml'), join(work, 'out'), host),
    'changelog.yaml:21:24: <work>/a/folder cannot be read, because it is a folder; correct the path, or add the file.',
  ],
])('a folder where %s names a file is told as that', async (_, run, message) => {
  const error: unknown = await run().then(String, (reason: unknown) => reason)
  expect([describeError(error, '1.2.3'), exitCodeOf(error)]).toEqual([message.replaceAll('<work>', work), 2])
})

test('a folder with the name of a preset does not hide the preset', async () => {
  expect((await loadConfig('kubernetes', host)).config.packages).toHaveProperty('kubelet')
})
