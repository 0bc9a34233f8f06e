import { describe, expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { chooseChecks, chooseInstall } from '../../src/verify/check-choice.js'
import { checks } from '../../src/verify/request.js'

describe('the input checks', () => {
  test.each<[readonly string[], readonly string[]]>([
    [[], checks],
    [
      ['install', 'metadata'],
      ['metadata', 'install'],
    ],
    [['payload', 'payload'], ['payload']],
  ])('%j means %j', (names, expected) => {
    expect(chooseChecks(names)).toEqual(expected)
  })

  test('must not have others, and all of those are told', () => {
    const message = 'Input `checks` has prescence, all; known are metadata, signatures, presence, payload, install, delivery.'
    expect(() => chooseChecks(['prescence', 'install', 'all'])).toThrow(new UserError(message))
  })
})

test.each([
  [['none'], { checks: ['metadata'], install: [] }],
  [['all'], { checks: ['metadata', 'install'], install: [] }],
  [[], { checks: ['metadata', 'install'], install: [] }],
  [['amd64', 'arm64'], { checks: ['metadata', 'install'], install: ['amd64', 'arm64'] }],
])('the input install %j means %j', (install, expected) => {
  expect(chooseInstall(['metadata', 'install'], install)).toEqual(expected)
})

test.each([
  [['none', 'amd64'], 'Input `install` has none beside amd64; give one or the other.'],
  [['amd46', 'all'], 'Input `install` has all beside amd46; give one or the other.'],
])('the input install %j contradicts itself', (install, message) => {
  expect(() => chooseInstall(['install'], install)).toThrow(new UserError(message))
})
