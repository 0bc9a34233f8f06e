import { describe, expect, test } from '@jest/globals'
import { readArguments, readCommand } from '../../src/cli/arguments.js'
import { boolean, list, path, text } from '../../src/declaration/input.js'

const inputs = {
  version: text({ description: '' }),
  message: text({ description: '' }),
  output: path({ description: '' }),
  formats: list({ description: '' }),
  repository: boolean({ default: 'false', description: '' }),
}
const values = (...words: string[]) => readArguments(words, inputs).values

describe('the inputs of an operation', () => {
  test.each<[string[], Record<string, string>]>([
    [['--version', '1.2.3'], { version: '1.2.3' }],
    [['--version=1.2.3'], { version: '1.2.3' }],
    [['--message=a=b'], { message: 'a=b' }],
    [['--message='], { message: '' }],
    [['--message', ''], { message: '' }],
    [['--message=--foo'], { message: '--foo' }],
    [['--message=--json'], { message: '--json' }],
    [['--message', '- a bullet'], { message: '- a bullet' }],
    [['--message', '-1'], { message: '-1' }],
    [['--message', '--foo is gone'], { message: '--foo is gone' }],
    [['--message', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n'], { message: '-----BEGIN PGP PRIVATE KEY BLOCK-----\n' }],
    [['--repository'], { repository: 'true' }],
    [['--repository', '--version', '1'], { repository: 'true', version: '1' }],
    [['--repository', 'true', '--version', '1'], { repository: 'true', version: '1' }],
    [['--repository', 'false'], { repository: 'false' }],
    [['--repository=false'], { repository: 'false' }],
    [['--repository', 'perhaps'], { repository: 'perhaps' }],
    [['--formats', 'deb,rpm'], { formats: 'deb,rpm' }],
    [['--formats', 'deb', '--formats=rpm'], { formats: 'deb\nrpm' }],
    [['--verison', '1.2.3'], { verison: '1.2.3' }],
    [['--verison=1.2.3'], { verison: '1.2.3' }],
    [['--verison'], { verison: 'true' }],
    [['--toString', 'x'], { toString: 'x' }],
    [[], {}],
  ])('%j are %j', (words, expected) => {
    expect(readArguments(words, inputs)).toEqual({ values: expected, json: false, help: false })
  })

  const looksLike = (name: string) => `\`--${name}\` needs a value; one that looks like an option is given as --${name}=<value>.`
  test.each([
    [['--message', '--foo'], looksLike('message')],
    [['--message', '--json'], looksLike('message')],
    [['--output', '--version=1'], looksLike('output')],
    [['--message', '-h'], looksLike('message')],
    [['--version'], '`--version` needs a value.'],
    [['--version', '1', '--version', '2'], '`--version` is given more than once.'],
    [['--repository', '--repository=false'], '`--repository` is given more than once.'],
    [['--version', '1', 'now'], '`now` is no option; inputs are given as --name value.'],
    [['--repository', 'true', 'now'], '`now` is no option; inputs are given as --name value.'],
    [['--json', 'true'], '`true` is no option; inputs are given as --name value.'],
    [['--json=true'], '`--json` takes no value.'],
    [['-v'], '`-v` is no option; inputs are given as --name value.'],
    [['-json'], '`-json` is no option; inputs are given as --name value.'],
    [['--', 'now'], '`now` is no option; inputs are given as --name value.'],
    [
      ['now', '--version', '1', '--version', '2'],
      '`now` is no option; inputs are given as --name value.\n`--version` is given more than once.',
    ],
  ])('%j are refused', (words, message) => {
    expect(() => values(...words)).toThrow(expect.objectContaining({ name: 'UserError', message }))
  })

  test.each([
    [['--json', '--version', '1'], { values: { version: '1' }, json: true, help: false }],
    [['--version', '1', '--json'], { values: { version: '1' }, json: true, help: false }],
    [['-h'], { values: {}, json: false, help: true }],
    [['--help', 'nonsense', '--version'], { values: {}, json: false, help: true }],
  ])('%j say what else is wanted', (words, expected) => {
    expect(readArguments(words, inputs)).toEqual(expected)
  })
})

describe('the command', () => {
  const none = { operation: undefined, rest: [], json: false, help: false, version: false }
  test.each([
    [[], none],
    [['--help'], { ...none, help: true }],
    [['-h'], { ...none, help: true }],
    [['--version'], { ...none, version: true }],
    [['plan'], { ...none, operation: 'plan' }],
    [['--json', 'plan', '--version', '1'], { ...none, operation: 'plan', rest: ['--version', '1'], json: true }],
    [['plan', '--version', '--json'], { ...none, operation: 'plan', rest: ['--version', '--json'] }],
  ])('%j is %j', (words, expected) => {
    expect(readCommand(words)).toEqual(expected)
  })

  test.each([
    [['--config', 'a.yaml', 'plan'], '`--config` stands before the operation; inputs come after it.'],
    [['--json=1', 'plan'], '`--json=1` stands before the operation; inputs come after it.'],
    [['-x', 'plan'], '`-x` stands before the operation; inputs come after it.'],
  ])('%j is refused', (words, message) => {
    expect(() => readCommand(words)).toThrow(expect.objectContaining({ name: 'UserError', message }))
  })
})
