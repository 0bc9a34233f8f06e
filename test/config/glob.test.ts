import { expect, test } from '@jest/globals'
import { isGlob, matcher } from '../../src/glob.js'

test.each([
  ['bin/*', 'bin/hello', true],
  ['bin/*', 'bin/a/hello', false],
  ['bin/*', 'sbin/hello', false],
  ['hello.?', 'hello.1', true],
  ['hello.?', 'hello.', false],
  ['hello.?', 'hello./', false],
  ['hello.?', 'hellox1', false],
  ['a+(b)[c]', 'a+(b)[c]', true],
  ['hello', 'hello.sh', false],
])('%s matches %s: %s', (pattern, path, expected) => {
  expect(matcher(pattern)(path)).toBe(expected)
})

test.each([
  ['*', true],
  ['hello.?', true],
  ['hello', false],
])('%s is a pattern: %s', (name, expected) => {
  expect(isGlob(name)).toBe(expected)
})
