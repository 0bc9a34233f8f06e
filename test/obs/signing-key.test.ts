import { describe, expect, test } from '@jest/globals'
import { ServiceError } from '../../src/error.js'
import { extendKey } from '../../src/obs/key-extension.js'
import { describeProjectKey, endsSoon, readProjectKey, requireKeyOf } from '../../src/obs/key-info.js'
import { republish, setNote } from '../../src/obs/republication.js'
import { scriptedOsc } from '../support/scripted-osc.js'
import { testHost } from '../support/host.js'

const fingerprint = 'DE15B14486CD377B9E876E1A234654DA9A296436'
const spaced = fingerprint.replace(/(.{4})(?=.)/g, '$1 ').toLowerCase()
const day = 24 * 3600
const info = (owner: string | undefined, expires?: number) =>
  `<keyinfo${owner === undefined ? '' : ` project="${owner}"`}><pubkey keyid="9a296436" algo="rsa"${expires === undefined ? '' : ` expires="${expires}"`} fingerprint="${spaced}">-----BEGIN</pubkey></keyinfo>`
const path = '/source/isv:team:stable/_keyinfo'
const project = 'isv:team:stable'

test('the key of a project is told with whose it is, and its end', async () => {
  expect(await readProjectKey(project, scriptedOsc({ [path]: info('isv:team', 90 * day) }))).toEqual({
    project,
    owner: 'isv:team',
    fingerprint,
    expires: 90 * day * 1000,
    armored: '-----BEGIN',
  })
  expect(await readProjectKey(project, scriptedOsc({ [path]: info(undefined) }))).toMatchObject({
    owner: undefined,
    expires: undefined,
  })
  expect(await readProjectKey(project, scriptedOsc({ [path]: '<keyinfo/>' }))).toBeUndefined()
  expect(await readProjectKey(project, scriptedOsc({ [path]: undefined }))).toBeUndefined()
})

describe('a key that ends', () => {
  const key = { project, owner: project as string | undefined, fingerprint, armored: '' }
  test.each<[string, number | undefined, string | undefined, boolean, string]>([
    ['never', undefined, project, false, 'of its own, which never expires'],
    ['in 91 days', 91, 'isv:team', false, 'of isv:team, which expires on 1970-04-02'],
    [
      'in 90 days',
      90,
      project,
      true,
      'of its own, which expires on 1970-04-01 (WARNING: in 90 days; extend it by obs-extend-key)',
    ],
    [
      'in 30 days',
      30,
      project,
      true,
      'of its own, which expires on 1970-01-31 (WARNING, soon: in 30 days; extend it by obs-extend-key)',
    ],
    [
      'in 7 days',
      7,
      undefined,
      true,
      'of the OBS instance, which expires on 1970-01-08 (URGENT: in 7 days; extend it by obs-extend-key)',
    ],
    ['yesterday', -1, project, true, 'of its own, which expired on 1969-12-31: extend it by obs-extend-key'],
  ])('%s', (_, days, owner, soon, end) => {
    const made = { ...key, owner, expires: days === undefined ? undefined : days * day * 1000 }
    expect(describeProjectKey(made, 0)).toBe(`${project} is signed with the key ${fingerprint} ${end}`)
    expect(endsSoon(made, 0)).toBe(soon)
  })
})

describe('a key is refused to be extended', () => {
  test.each([
    [
      'which is inherited',
      info('isv:team', day),
      `${project} is signed with the key of isv:team, not with one of ${project}: it signs every project below isv:team that has none; give \`project: isv:team\` if you speak for it.`,
    ],
    [
      'which is the instance’s',
      info(undefined, day),
      `${project} is signed with the key of the OBS instance, which only its administrators extend;`,
    ],
    ['which OBS does not tell', undefined, `OBS tells no key of ${project}: publish something there first`],
  ])('%s', async (_, answer, message) => {
    await expect(requireKeyOf(project, project, scriptedOsc({ [path]: answer }))).rejects.toThrow(message)
  })

  test('and one above is not, when somebody names its project', async () => {
    expect(await requireKeyOf('isv:team', project, scriptedOsc({ [path]: info('isv:team', day) }))).toMatchObject({
      owner: 'isv:team',
    })
  })
})

describe('a key is extended', () => {
  const key = { project, owner: 'isv:team', fingerprint, expires: day * 1000, armored: '' }
  const request = 'POST /source/isv:team?cmd=extendkey&comment=obs-extend-key'
  const lost = () => {
    throw new ServiceError({ url: 'x', reason: 'the answer was lost', retriable: true })
  }
  test.each<[string, readonly string[], (() => string) | undefined, readonly string[]]>([
    ['by the request of osc', [info('isv:team', 800 * day)], undefined, [request]],
    ['once, when the answer was lost after it', [info('isv:team', 800 * day)], lost, [request]],
  ])('%s', async (_, answers, onChange, changes) => {
    const host = await testHost()
    const osc = scriptedOsc({ [path]: answers }, onChange)
    expect((await extendKey(key, project, osc, host)).expires).toBe(800 * day * 1000)
    expect(osc.changes).toEqual(changes)
    await host.remove()
  })

  test('again, when it was lost on the way there', async () => {
    const host = await testHost()
    let calls = 0
    const osc = scriptedOsc({ [path]: [info('isv:team', day), info('isv:team', 800 * day)] }, () => (calls++ === 0 ? lost() : ''))
    expect((await extendKey(key, project, osc, host)).expires).toBe(800 * day * 1000)
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
