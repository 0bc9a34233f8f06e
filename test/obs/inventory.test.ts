import { describe, expect, test } from '@jest/globals'
import { readInventory } from '../../src/obs/inventory.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'
import { held, historyOf, ourConfig, place, scriptOf, type Held } from './inventory-script.js'

const old = held('hello.20260101000000', '1.0.0', 'one')
const next = held('hello.20260102000000', '1.10.0', 'two')
const middle = held('hello.20260103000000', '1.9.0', 'three')
const history = { hello: ['one', 'two', 'three'] }

test('what was released of revisions of the build project is listed, newest version first, with its files', async () => {
  const inventory = await readInventory(place, scriptedOsc(scriptOf([old, next, middle], history)))
  expect(inventory.released.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'hello.20260102000000 1.10.0',
    'hello.20260103000000 1.9.0',
    'hello.20260101000000 1.0.0',
  ])
  expect(inventory.released[0]).toEqual({
    name: 'hello.20260102000000',
    package: 'hello',
    version: '1.10.0',
    srcmd5: 'two',
    files: [{ repository: 'deb', architecture: 'x86_64', file: 'hello_1.10.0-1.1_amd64.deb', container: 'hello.20260102000000' }],
  })
  expect(inventory.foreign).toEqual([])
})

test.each<[string, Held, string]>([
  [
    'a package of a name that the config does not have',
    held('other.20260101000000', '1.0.0', 'one'),
    'it is no release of a package of the config',
  ],
  ['a package without a time', held('hello', '1.0.0', 'one'), 'it is no release of a package of the config'],
  [
    'a container of other sources',
    held('hello.20260101000000', '1.0.0', 'strange'),
    'its sources are in no revision of B/hello, so it was not released from there',
  ],
  [
    'a container that holds nothing',
    held('hello.20260101000000', '1.0.0', 'one', []),
    'it holds no packages; it may still be being made',
  ],
  [
    'a container of sources that somebody wrote by hand',
    { name: 'hello.20260101000000', srcmd5: 'one', files: ['deb/x86_64/hello_1.0.0-1.1_amd64.deb'] },
    'its sources hold no tarball of obs-publish',
  ],
])('%s is named and none of ours', async (_, container, reason) => {
  const open = { [`/source/T/${container.name}/_history`]: historyOf('strange', 'Release from B / hello') }
  const inventory = await readInventory(place, scriptedOsc({ ...scriptOf([container], history), ...open }))
  expect(inventory.released).toEqual([])
  expect(inventory.foreign.map((each) => [each.name, each.reason])).toEqual([[container.name, reason]])
})

describe('a container that was released from the hidden project of an embargo', () => {
  const hidden = 'B:embargo-0123abcd'
  const late = held('hello.20260104000000', '1.11.0', 'hidden')
  const read = async (changes: Script = {}, project = hidden) => {
    const script = {
      ...scriptOf([late], history),
      [`/source/T/${late.name}/_history`]: historyOf('hidden', `Release from ${project} / hello`),
      [`/source/${project}/_config`]: ourConfig,
      [`/source/${project}/hello/_history`]: historyOf('hidden', 'Update'),
      ...changes,
    }
    const { released, foreign } = await readInventory(place, scriptedOsc(script))
    return { released: released.map(({ name }) => name), foreign: foreign.map(({ name }) => name) }
  }

  test('is ours', async () => {
    expect(await read()).toEqual({ released: [late.name], foreign: [] })
  })

  test.each<[string, Script, string]>([
    ['does not hold its sources', { [`/source/${hidden}/hello/_history`]: historyOf('other', 'Update') }, hidden],
    ['has gone', { [`/source/${hidden}/_config`]: undefined, [`/source/${hidden}/_meta`]: undefined }, hidden],
    ['is of another build project', {}, 'C:embargo-0123abcd'],
    ['is no hidden project of ours by its name', {}, 'B:embargo-by-hand'],
  ])('is not, if that project %s', async (_, changes, project) => {
    expect(await read(changes, project)).toEqual({ released: [], foreign: [late.name] })
  })
})

test.each(['B', 'T'])('in a project that obs-publish did not make nothing is ours: %s', async (project) => {
  const meta = { [`/source/${project}/_config`]: '', [`/source/${project}/_meta`]: `<project name="${project}"/>` }
  const inventory = await readInventory(place, scriptedOsc({ ...scriptOf([old], history), ...meta }))
  expect(inventory.released).toEqual([])
  expect(inventory.foreign[0]?.reason).toBe(`obs-publish did not make ${project}`)
})

test('the sources of other containers than those asked for are not read', async () => {
  const osc = scriptedOsc(scriptOf([old, next], history))
  const { released } = await readInventory(place, osc, [old.name])
  expect(released.map(({ name }) => name)).toEqual([old.name])
  expect(osc.reads.filter((path) => path.startsWith('/source/T/hello'))).toEqual([`/source/T/${old.name}`])
})

test('a project that is missing is told', async () => {
  await expect(readInventory(place, scriptedOsc({ '/source/T?view=info': undefined }))).rejects.toThrow(
    'OBS has no project T that the account may see; nothing was published there yet.',
  )
})
