import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { isPullRequestProject, judgePullRequest, planPullRequest } from '../../src/plan/pull-request.js'
import type { Plan } from '../../src/plan/plan.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const plan = {
  ...planOf(parseConfig('packages.yaml', oneProgram)),
  buildProject: 'isv:test:build',
  publishProject: 'isv:test',
  maintainers: ['jane'],
}
const terms = { number: 7, buildProject: 'isv:test:build', apiurl: plan.apiurl }

test('the plan of a pull request builds in a project of its own, publishes nothing, and gives nobody rights', () => {
  const made = planPullRequest(plan, 7)
  const own = { buildProject: 'isv:test:build:pr:7', publishProject: undefined, maintainers: [], pullRequest: 7 }
  expect(made).toEqual({ ...plan, ...own })
  expect(judgePullRequest(made, terms)).toEqual([])
  expect(judgePullRequest({ ...made, apiurl: `${plan.apiurl}/` }, terms)).toEqual([])
})

describe('of a plan that a pull request has made', () => {
  test.each<[string, Partial<Plan>, string]>([
    ['another project', { buildProject: 'isv:test' }, 'it builds in isv:test, not isv:test:build:pr:7'],
    ['another pull request', { pullRequest: 8 }, 'it is of pull request 8, not 7'],
    ['no pull request', { pullRequest: undefined }, 'it is of pull request none, not 7'],
    ['a publication', { publishProject: 'isv:test' }, 'it publishes from isv:test'],
    ['people', { maintainers: ['mallory'] }, 'it gives mallory rights over the project'],
    ['another instance', { apiurl: 'https://evil.example' }, `it goes to https://evil.example, not ${plan.apiurl}`],
  ])('%s is refused', (_, change, problem) => {
    expect(judgePullRequest({ ...planPullRequest(plan, 7), ...change }, terms)).toEqual([problem])
  })
})

test.each([
  ['isv:test:build:pr:7', true],
  ['isv:test:build', false],
  ['isv:test:pr:7:build', false],
  ['isv:test:pr:0', false],
  ['isv:test:pr:', false],
  [':pr:7', false],
  ['::pr:7', false],
])('%s as the project of a pull request: %s', (name, expected) => {
  expect(isPullRequestProject(name)).toBe(expected)
})
