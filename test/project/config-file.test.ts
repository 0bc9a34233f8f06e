import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { loadConfig } from '../../src/project/config-file.js'
import { ancestorOf, readFoundation } from '../../src/project/distribution.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
let work: string

beforeEach(async () => {
  host = await testHost()
  work = host.directories.work
})

afterEach(() => host.remove())

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(work, name)), { recursive: true })
    await writeFile(join(work, name), content)
  }
}

test('the config is packages.yaml by default', async () => {
  await write({ 'packages.yaml': oneProgram })
  expect(Object.keys((await loadConfig(undefined, host)).config.packages)).toEqual(['hello'])
})

test.each(['kubernetes', './kubernetes'])('a folder in the working directory that is called %s', async (name) => {
  await write({ 'kubernetes/other': '' })
  const message = `${work}/kubernetes is a folder and no config; give its path by the input \`config\`, or a preset's name.`
  const outcome = await loadConfig(name, host).then(
    ({ config }) => Object.keys(config.packages).includes('kubelet'),
    (error: unknown) => error,
  )
  expect(outcome).toEqual(name === 'kubernetes' ? true : new UserError(message))
})

test('a file that is called like a preset is the config', async () => {
  await write({ kubernetes: oneProgram })
  expect(Object.keys((await loadConfig('kubernetes', host)).config.packages)).toEqual(['hello'])
})

test('a config extends a preset by name, beside a folder of that name, and blames each by its own file', async () => {
  await write({ 'deep/packages.yaml': 'extends: kubernetes\nobs: { maintainers: [jane] }\n', 'deep/kubernetes/other': '' })
  const { config, locate } = await loadConfig('deep/packages.yaml', host)
  expect(config.obs.maintainers).toEqual(['jane'])
  expect(locate(['obs', 'maintainers']).file).toBe('deep/packages.yaml')
  expect(locate(['packages', 'kubectl', 'license']).file).toBe('presets/kubernetes/packages.yaml')
})

test.each<[string, Record<string, string | Uint8Array>, string]>([
  ['that is missing', {}, "There is no config <work>/packages.yaml; give its path by the input `config`, or a preset's name."],
  [
    'that extends what is missing',
    { 'packages.yaml': 'extends: kubernets\n' },
    "packages.yaml:1:10: There is no config <work>/kubernets; give its path by the input `config`, or a preset's name.",
  ],
  [
    'that extends itself',
    { 'packages.yaml': 'extends: one.yaml\n', 'one.yaml': 'extends: two.yaml\n', 'two.yaml': 'extends: packages.yaml\n' },
    'two.yaml:1:10: extends leads in a circle to <work>/packages.yaml.',
  ],
  [
    'that extends too many',
    {
      'packages.yaml': 'extends: 2.yaml\n',
      ...Object.fromEntries([2, 3, 4, 5, 6, 7, 8].map((each) => [`${each}.yaml`, `extends: ${each + 1}.yaml\n`])),
      '9.yaml': oneProgram,
    },
    '8.yaml:1:10: extends leads through more than 8 configs.',
  ],
  ['that is no text', { 'packages.yaml': Uint8Array.of(0xff, 0xfe, 0x61) }, '<work>/packages.yaml: is not UTF-8 text.'],
])('a config %s is told', async (_, files, message) => {
  await write(files)
  await expect(loadConfig(undefined, host)).rejects.toThrow(message.replaceAll('<work>', work))
})

test('what an OBS must have before are the base distributions of the builders, and the projects above those of the config', async () => {
  await write({ 'packages.yaml': oneProgram })
  expect(await readFoundation('packages.yaml', host)).toEqual({
    distributions: [
      { project: 'Debian:12', repository: 'standard', format: 'deb' },
      { project: 'openSUSE:Leap:15.6', repository: 'standard', format: 'rpm' },
    ],
    ancestors: ['isv:test'],
  })
  expect(await readFoundation('kubernetes', host)).toEqual({
    distributions: [
      { project: 'Ubuntu:debbuild', repository: 'Ubuntu_20.04', format: 'deb' },
      { project: 'Ubuntu:20.04', repository: 'universe', format: 'deb' },
      { project: 'SUSE:SLE-15-SP5:Update', repository: 'standard', format: 'rpm' },
    ],
    ancestors: ['isv:kubernetes:core'],
  })
})

test.each([
  ['isv:team:{channel}:v{minor}', 'isv:team'],
  ['isv:team-{channel}', 'isv'],
  ['home:jane:tools', 'home:jane'],
  ['{channel}', ''],
  ['alone', ''],
])('projects of %s are made below %s', (template, ancestor) => {
  expect(ancestorOf(template)).toBe(ancestor)
})
