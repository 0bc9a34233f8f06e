import { expect, test } from '@jest/globals'
import {
  containerTime,
  findReleases,
  isContainerOf,
  listBuiltFiles,
  missingCells,
  publishedFolder,
} from '../../src/obs/container.js'
import { sourceDigest } from '../../src/obs/source-files.js'
import { scriptedOsc } from '../support/scripted-osc.js'

test.each([
  ['runc_1.1.5-1.1_amd64.deb', 'amd64'],
  ['runc-1.1.5-1.1.x86_64.rpm', 'x86_64'],
  ['runc-1.2.0~rc.1-3.2.armv7hl.rpm', 'armv7hl'],
  ['runc_1.2.0~rc.1+abc-1.1_ppc64el.deb', 'ppc64el'],
])('%s is published below %s', (file, folder) => {
  expect(publishedFolder(file)).toBe(folder)
})

test("the srcmd5 of a file list is OBS's", () => {
  // As OBS computed it for these two files.
  const files = [
    { file: 'runc_1.1.15.orig.tar.xz', md5: '1509239dc5dec86f523d322a4ace111c' },
    { file: 'runc.spec', md5: '8c3f6b6c98321dd6d5b555e0159d437d' },
  ]
  expect(sourceDigest(files)).toBe('5f844aa5efd00610d13699d88bda3a7c')
})

test.each([
  ['runc.20260101000000', true],
  ['runc', true],
  ['runc-tools.20260104000000', false],
  ['runc.next', false],
  ['runc.20260101', false],
])('%s is a release of runc: %s', (container, verdict) => {
  expect(isContainerOf(container, 'runc')).toBe(verdict)
})

test('the time of a container is that of its name, in UTC', () => {
  expect(containerTime('runc.20261126001844')).toBe(Date.UTC(2026, 10, 26, 0, 18, 44))
  expect(containerTime('runc')).toBeUndefined()
})

const info = `<sourceinfolist>
  <sourceinfo package="runc.20261126001845" srcmd5="two"/>
  <sourceinfo package="runc.20261126001844" srcmd5="two"/>
  <sourceinfo package="runc.20260101000000" srcmd5="one"/>
  <sourceinfo package="runc-tools.20261126001844" srcmd5="two"/>
</sourceinfolist>`
const binaries = `<resultlist state="1">
  <result repository="deb" arch="x86_64"><binarylist package="runc.20261126001844"><binary filename="runc_1-1_amd64.deb"/></binarylist></result>
  <result repository="rpm" arch="x86_64">
    <binarylist package="runc.20261126001845"><binary filename="runc-1-1.x86_64.rpm"/><binary filename="runc-1-1.src.rpm"/><binary filename="_statistics"/></binarylist>
  </result>
</resultlist>`

test('a release is the union of all containers of its sources (seen: one second for each target)', async () => {
  const osc = scriptedOsc({
    '/source/T?view=info': info,
    '/build/T/_result?view=binarylist&package=runc.20261126001844&package=runc.20261126001845': binaries,
  })
  const release = (await findReleases('T', new Map([['runc', 'two']]), osc)).get('runc')
  expect(release).toEqual({
    containers: ['runc.20261126001844', 'runc.20261126001845'],
    files: [
      { repository: 'deb', architecture: 'x86_64', file: 'runc_1-1_amd64.deb', container: 'runc.20261126001844' },
      { repository: 'rpm', architecture: 'x86_64', file: 'runc-1-1.x86_64.rpm', container: 'runc.20261126001845' },
    ],
  })
  const cell = (builder: string, architecture: string) => ({ package: 'runc', builder, architecture })
  const cells = [cell('deb', 'x86_64'), cell('deb', 'aarch64'), cell('rpm', 'x86_64')]
  expect(missingCells(release ?? { containers: [], files: [] }, cells)).toEqual([cell('deb', 'aarch64')])
})

test('sources that were never released cost one request', async () => {
  const osc = scriptedOsc({ '/source/T?view=info': info })
  expect([...(await findReleases('T', new Map([['runc', 'three']]), osc))]).toEqual([['runc', { containers: [], files: [] }]])
})

test('of more packages than an address can name, the whole project is asked for', async () => {
  const names = Array.from({ length: 41 }, (_, index) => `p${index}`)
  const list =
    '<resultlist state="1"><result repository="deb" arch="x86_64"><binarylist package="p7"><binary filename="p7_1-1_all.deb"/></binarylist><binarylist package="other"><binary filename="other_1-1_all.deb"/></binarylist></result></resultlist>'
  const osc = scriptedOsc({ '/build/T/_result?view=binarylist': list })
  expect(await listBuiltFiles('T', names, osc)).toEqual([
    { repository: 'deb', architecture: 'x86_64', file: 'p7_1-1_all.deb', container: 'p7' },
  ])
})
