import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { narrowPlan, selectNames } from '../../src/plan/narrow.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

test.each([
  [[], ['a', 'b', 'c']],
  [
    ['c', 'a', 'c'],
    ['a', 'c'],
  ],
])('of a, b and c %j are %j', (wanted, selected) => {
  expect(selectNames(['a', 'b', 'c'], wanted, 'the plan')).toEqual(selected)
})

test('every name that is not there is told', () => {
  const message =
    'There is no package helo in the plan; did you mean hello?\nThere is no package zsh in the plan; it has hello, moon.'
  const failure = () => selectNames(['hello', 'moon'], ['helo', 'hello', 'zsh'], 'the plan')
  expect(failure).toThrow(UserError)
  expect(failure).toThrow(message)
})

const two = oneProgram
  .replace('packages:\n  hello:', 'packages:\n  hello: &hello')
  .concat('  world: { <<: *hello, formats: [deb] }\n')
const plan = planOf(parseConfig('packages.yaml', two))

test('a narrowed plan has its packages and their cells only, and is a plan of the config for them', () => {
  expect(narrowPlan(plan, ['world'])).toEqual(planOf(parseConfig('packages.yaml', two), { packages: ['world'] }))
  expect(narrowPlan(plan, ['world']).cells).toEqual([
    { package: 'world', builder: 'deb', architecture: 'x86_64' },
    { package: 'world', builder: 'deb', architecture: 'aarch64' },
  ])
  expect(narrowPlan(plan, [])).toEqual(plan)
})

test('a plan cannot be narrowed to what it lacks', () => {
  expect(() => narrowPlan(narrowPlan(plan, ['world']), ['hello'])).toThrow(
    new UserError('There is no package hello in the plan; it has world.'),
  )
})
