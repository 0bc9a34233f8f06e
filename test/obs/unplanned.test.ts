import { expect, test } from '@jest/globals'
import { removeUnplanned } from '../../src/obs/unplanned.js'
import { testClock } from '../support/clock.js'
import { testHost } from '../support/host.js'
import { scriptedOsc } from '../support/scripted-osc.js'

const listOf = (...places: string[]) =>
  `<resultlist state="1">${places
    .map((place) => {
      const [repository, arch] = place.split('/')
      return `<result repository="${repository}" arch="${arch}"><binarylist package="hello"><binary filename="hello-1-1.${arch}.rpm"/></binarylist></result>`
    })
    .join('')}</resultlist>`
const cells = [{ package: 'hello', builder: 'deb', architecture: 'x86_64' }]
const request = { project: 'B', names: ['hello'], cells, repositories: ['deb', 'rpm'], planned: true }
const path = '/build/B/_result?view=binarylist&package=hello'

async function remove(lists: readonly string[], isOurs: boolean, planned = true) {
  const host = await testHost({ clock: testClock() })
  const osc = scriptedOsc({ [path]: lists })
  await removeUnplanned({ ...request, planned }, osc, host, () => Promise.resolve(isOurs)).finally(() => host.remove())
  return osc.changes
}

test('binaries of planned cells, and of repositories that are not released, are left alone', async () => {
  expect(await remove([listOf('deb/x86_64', 'images/x86_64')], true)).toEqual([])
})

test('binaries that nobody plans any more are removed from a project of ours, and awaited', async () => {
  const lists = [listOf('deb/x86_64', 'rpm/x86_64'), listOf('deb/x86_64', 'rpm/x86_64'), listOf('deb/x86_64')]
  expect(await remove(lists, true)).toEqual(['POST /build/B?cmd=wipe&package=hello&repository=rpm&arch=x86_64'])
})

test.each([
  ["somebody else's project", false, true],
  ['a project that nobody planned', true, false],
])('in %s they are named, and nothing is removed', async (_, isOurs, planned) => {
  await expect(remove([listOf('deb/x86_64', 'deb/aarch64')], isOurs, planned)).rejects.toThrow(
    'Nothing was released: B holds binaries of hello deb/aarch64, which are not to be released',
  )
})
