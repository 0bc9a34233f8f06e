import { expect, test } from '@jest/globals'
import { readVersions } from '../../src/obs/published-version.js'
import { scriptedOsc } from '../support/scripted-osc.js'

const cell = (builder: string, architecture: string) => ({ package: 'runc', builder, architecture }) as const
const info = (name: string, version: string, release?: string) =>
  `<fileinfo><name>${name}</name><version>${version}</version>${release === undefined ? '' : `<release>${release}</release>`}</fileinfo>`
const pathOf = (repository: string, architecture: string, file: string) =>
  `/build/T/${repository}/${architecture}/runc.1/${file}?view=fileinfo`

test('the version of each cell is its own, as OBS reads it from the file', async () => {
  const files = [
    { repository: 'deb', architecture: 'x86_64', file: 'runc_1.1.15-1.2_amd64.deb' },
    { repository: 'deb', architecture: 'aarch64', file: 'runc_1.1.15-1.1_arm64.deb' },
    { repository: 'rpm', architecture: 'x86_64', file: 'runc-1.1.15-1.3.x86_64.rpm' },
  ]
  const osc = scriptedOsc({
    [pathOf('deb', 'x86_64', 'runc_1.1.15-1.2_amd64.deb')]: info('runc', '1.1.15', '1.2'),
    [pathOf('deb', 'aarch64', 'runc_1.1.15-1.1_arm64.deb')]: info('runc', '1.1.15', '1.1'),
    [pathOf('rpm', 'x86_64', 'runc-1.1.15-1.3.x86_64.rpm')]: info('runc', '1.1.15', '1.3'),
  })
  const cells = [cell('deb', 'x86_64'), cell('deb', 'aarch64'), cell('rpm', 'x86_64')]
  expect(await readVersions('T', 'runc.1', cells, files, osc)).toEqual({
    deb: { x86_64: '1.1.15-1.2', aarch64: '1.1.15-1.1' },
    rpm: { x86_64: '1.1.15-1.3' },
  })
})

test('subpackages and packages of longer names do not count', async () => {
  const names = [
    'runc-devel-1.1.15-1.1.x86_64.rpm',
    'runc-2-0-1.x86_64.rpm',
    'runc-1.1.15-1.1.x86_64.rpm',
    'other-1-1.x86_64.rpm',
  ]
  const files = names.map((file) => ({ repository: 'rpm', architecture: 'x86_64', file }))
  const osc = scriptedOsc({
    [pathOf('rpm', 'x86_64', 'runc-2-0-1.x86_64.rpm')]: info('runc-2', '0', '1'),
    [pathOf('rpm', 'x86_64', 'runc-1.1.15-1.1.x86_64.rpm')]: info('runc', '1.1.15', '1.1'),
  })
  expect(await readVersions('T', 'runc.1', [cell('rpm', 'x86_64')], files, osc)).toEqual({ rpm: { x86_64: '1.1.15-1.1' } })
})

test.each([
  ['only subpackages', 'runc-devel_1-1_all.deb', info('runc-devel', '1', '1'), {}],
  ['a file that is gone', 'runc_1-1_all.deb', undefined, {}],
  ['a version without a release', 'runc_1_all.deb', info('runc', '1'), { deb: { x86_64: '1' } }],
])('of a cell with %s', async (_, file, answer, versions) => {
  const files = [{ repository: 'deb', architecture: 'x86_64', file }]
  const osc = scriptedOsc({ [pathOf('deb', 'x86_64', file)]: answer })
  expect(await readVersions('T', 'runc.1', [cell('deb', 'x86_64')], files, osc)).toEqual(versions)
})
