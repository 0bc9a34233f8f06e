import { expect, test } from '@jest/globals'
import { boolean, choice, duration, integer, json, list, text } from '../../src/declaration/input.js'
import { registry } from '../../src/operations/registry.js'
import { parseInputs } from '../../src/declaration/parse.js'

const inputs = {
  name: text({ required: true, description: 'Who.' }),
  wait: duration('5h30m', { description: 'How long.' }),
  mode: choice(['start', 'stop'], { default: 'start', description: 'What.' }),
  names: list({ description: 'Which.' }),
  force: boolean({ default: 'false', description: 'Whether.' }),
  count: integer({ default: '2', minimum: 1, description: 'How many.' }),
  data: json((value) => value, { description: 'What.' }),
}

test('defaults are filled in', () => {
  expect(parseInputs(inputs, { name: 'x' })).toEqual({
    name: 'x',
    wait: 19_800_000,
    mode: 'start',
    names: [],
    force: false,
    count: 2,
  })
})

test('values are read by their kinds', () => {
  const given = { name: 'x', wait: '90s', mode: 'stop', names: 'a\n b,c\n', force: 'True', count: '3', data: '{"a":1}' }
  expect(parseInputs(inputs, given)).toEqual({
    name: 'x',
    wait: 90_000,
    mode: 'stop',
    names: ['a', 'b', 'c'],
    force: true,
    count: 3,
    data: { a: 1 },
  })
})

const pause = (text: string) => parseInputs({ pause: duration('10s', { minimum: 1, description: '' }) }, { pause: text }).pause

test.each(['0', '0s', '0h0m0s'])('a duration of %j is refused where there is a minimum', (text) => {
  expect(() => pause(text)).toThrow(`Input \`pause\` must be at least 1s, not "${text}".`)
})

test.each([
  ['1s', 1000],
  ['1m', 60_000],
  ['14d', 1_209_600_000],
  ['1d2h', 93_600_000],
])('a duration of %j is %i milliseconds where there is a minimum', (text, milliseconds) => {
  expect(pause(text)).toBe(milliseconds)
})

test('no operation that looks at OBS again and again does so without a pause', async () => {
  const paused: string[] = []
  for (const load of Object.values(registry)) {
    const operation = await load()
    const interval = operation.inputs['poll-interval']
    if (interval === undefined) continue
    paused.push(operation.name)
    expect(() => interval.parse('0s')).toThrow('must be at least 1s, not "0s"')
  }
  expect(paused).toEqual(['publish', 'obs-extend-key', 'obs-wait', 'obs-release', 'embargo', 'obs-clean', 'promote'])
})

test('every problem is told at once', () => {
  const given = { nmae: 'x', wait: 'long', mode: 'pause', force: 'yes', count: '0', data: '{' }
  expect(() => parseInputs(inputs, given)).toThrow(
    [
      'There is no input `nmae`; did you mean `name`?',
      'Input `name` is missing: Who.',
      'Input `wait` must be a duration such as 5h30m or 90s, not "long".',
      'Input `mode` must be one of start, stop, not "pause".',
      'Input `force` must be true or false, not "yes".',
      'Input `count` must be a whole number from 1 to 9007199254740991, not "0".',
      'Input `data` is not JSON',
    ].join('\n'),
  )
})

test('empty text counts as not given, as on GitHub', () => {
  expect(parseInputs(inputs, { name: 'x', mode: '', wait: ' ' })).toMatchObject({ mode: 'start', wait: 19_800_000 })
})
