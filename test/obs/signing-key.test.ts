import { describe, expect, test } from '@jest/globals'
import { ServiceError } from '../../src/error.js'
import { extendKey } from '../../src/obs/key-extension.js'
import { nameOwner, readProjectKey, requireKeyOf } from '../../src/obs/key-info.js'
import { republish, setNote } from '../../src/obs/republication.js'
import { scriptedOsc } from '../support/scripted-osc.js'
import { testHost } from '../support/host.js'

const info = (owner: string | undefined, armored = '-----BEGIN') =>
  `<keyinfo${owner === undefined ? '' : ` project="${owner}"`}><pubkey keyid="9a296436" expires="7776000">${armored}</pubkey></keyinfo>`
const path = '/source/isv:team:stable/_keyinfo'
const project = 'isv:team:stable'

test.each([
  ['its own', info(project)],
  ['that of isv:team', info('isv:team')],
  ['that of the OBS instance', info(undefined)],
])('the key of a project is told with whose it is: %s', async (owner, answer) => {
  const key = await readProjectKey(project, scriptedOsc({ [path]: answer }))
  expect(key).toMatchObject({ project, armored: '-----BEGIN' })
  expect(key && nameOwner(key)).toBe(owner)
})

test.each([['<keyinfo/>'], [undefined]])('no key is told by %s', async (answer) => {
  expect(await readProjectKey(project, scriptedOsc({ [path]: answer }))).toBeUndefined()
})

describe('a key is refused to be extended', () => {
  test.each([
    [
      'which is inherited',
      info('isv:team'),
      `${project} is signed with the key of isv:team, not with one of ${project}: it signs every project below isv:team that has none; give \`project: isv:team\` if you speak for it.`,
    ],
    [
      'which is the instance’s',
      info(undefined),
      `${project} is signed with the key of the OBS instance, which only its administrators extend;`,
    ],
    ['which OBS does not tell', undefined, `OBS tells no key of ${project}: publish something there first`],
  ])('%s', async (_, answer, message) => {
    await expect(requireKeyOf(project, project, scriptedOsc({ [path]: answer }))).rejects.toThrow(message)
  })

  test('and one above is not, when somebody names its project', async () => {
    expect(await requireKeyOf('isv:team', project, scriptedOsc({ [path]: info('isv:team') }))).toMatchObject({
      owner: 'isv:team',
    })
  })
})

describe('a key is extended', () => {
  const key = { project, owner: 'isv:team', armored: '-----BEGIN' }
  const request = 'POST /source/isv:team?cmd=extendkey&comment=obs-extend-key'
  const lost = () => {
    throw new ServiceError({ url: 'x', reason: 'the answer was lost', retriable: true })
  }
  test.each<[string, readonly string[], (() => string) | undefined, readonly string[]]>([
    ['by the request of osc', [info('isv:team', 'extended')], undefined, [request]],
    ['once, when the answer was lost after it', [info('isv:team', 'extended')], lost, [request]],
  ])('%s', async (_, answers, onChange, changes) => {
    const host = await testHost()
    const osc = scriptedOsc({ [path]: answers }, onChange)
    expect((await extendKey(key, project, osc, host)).armored).toBe('extended')
    expect(osc.changes).toEqual(changes)
    await host.remove()
  })

  test('again, when it was lost on the way there', async () => {
    const host = await testHost()
    let calls = 0
    const osc = scriptedOsc({ [path]: [info('isv:team'), info('isv:team', 'extended')] }, () => (calls++ === 0 ? lost() : ''))
    expect((await extendKey(key, project, osc, host)).armored).toBe('extended')
    expect(osc.changes).toEqual([request, request])
    await host.remove()
  })
})

describe('the note in a title', () => {
  const meta = (title: string) => `<project name="a"><title>${title}</title><description>d</description></project>`
  test.each([
    ['is added', 'Packages (all)', 'Packages (all) (key until 2029-01-02)'],
    ['takes the place of the last one', 'Packages (key until 2027-01-02)', 'Packages (key until 2029-01-02)'],
  ])('%s', (_, before, after) => {
    expect(setNote(meta(before), '2029-01-02')).toContain(`<title>${after}</title>`)
  })
})

test('a project that obs-publish did not make is not published again', async () => {
  const osc = scriptedOsc({ '/source/a/_config': '', '/source/a/_meta': '<project name="a"><title/><description/></project>' })
  const host = await testHost()
  await expect(republish('a', 'x', osc, host)).rejects.toThrow('a was not made by obs-publish, so its title is left alone')
  expect(osc.changes).toEqual([])
  await host.remove()
})
