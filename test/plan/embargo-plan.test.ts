import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { readInstant, writeInstant } from '../../src/instant.js'
import { makeVeil } from '../../src/host/veil.js'
import { planEmbargo, secretsOf } from '../../src/plan/embargo-plan.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const held = { time: Date.UTC(2026, 11, 1, 17), token: '0123456789abcdef' }
const open = planOf(parseConfig('packages.yaml', oneProgram), { version: 'v1.30.0-alpha.2' })
const plan = planEmbargo(open, held)

test('the plan of an embargo builds in a project of its own, and publishes where any other does', () => {
  expect(plan.buildProject).toBe(`${open.buildProject}:embargo-${held.token}`)
  expect(plan.publishProject).toBe(open.publishProject)
  expect(plan.embargo).toBe(held.time)
  expect(plan.buildProject.replace(open.buildProject, '')).not.toContain('1.30')
})

test('a project that publishes itself can hold nothing back', () => {
  expect(() => planEmbargo({ ...open, publishProject: undefined }, held)).toThrow('publishes itself, so all that is built there')
})

test.each([
  ['v1.30.0-alpha.2'],
  ['hello_1.30.0~alpha.2-1.1_amd64.deb'],
  ['hello_1.30.0~alpha.2.orig.tar.xz'],
  ['/source/isv:test:dev:v1.30:build'],
  ['isv%3Atest%3Adev%3Av1.30'],
  ['https://example.org/isv:/test:/dev:/v1.30/deb'],
])('%s shows neither version nor project', (text) => {
  const shown = makeVeil(secretsOf(plan, held))(text)
  expect(shown).not.toContain('1.30')
})

test('a carried package whose version is one digit does not hide every such digit', () => {
  const [first] = plan.packages
  if (first === undefined) throw new Error('the plan has a package')
  const carried = { ...plan, packages: [{ ...first, version: { ...first.version, upstream: '7', package: '7' } }] }
  expect(makeVeil(secretsOf(carried, held))('7 of 17 built')).toBe('7 of 17 built')
})

test('each project is shown as what it is', () => {
  const names = [plan.buildProject, open.buildProject, open.publishProject]
  expect(makeVeil(secretsOf(plan, held))(names.join(', '))).toBe(
    `the hidden project ${held.token}, the build project, the publish project`,
  )
})

describe('a moment', () => {
  test.each([
    ['2026-12-01T17:00:00Z', '2026-12-01T17:00:00Z'],
    ['2026-12-01T17:00Z', '2026-12-01T17:00:00Z'],
    ['2026-12-01T17:00:00+02:00', '2026-12-01T15:00:00Z'],
  ])('%s is %s', (text, written) => {
    expect(writeInstant(readInstant(text) ?? 0)).toBe(written)
  })

  test.each(['2026-12-01', '2026-12-01T17:00:00', 'tomorrow', '2026-13-01T17:00:00Z', ''])('%j is none', (text) => {
    expect(readInstant(text)).toBeUndefined()
  })
})
