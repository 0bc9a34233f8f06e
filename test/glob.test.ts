import { describe, expect, test } from '@jest/globals'
import { isGlob, matcher, matchText } from '../src/glob.js'

test.each([
  ['bin/*', 'bin/hello', true],
  ['bin/*', 'bin/a/hello', false],
  ['bin/*', 'sbin/hello', false],
  ['*/hello', 'bin/hello', true],
  ['*/hello', 'a/bin/hello', false],
  ['hello.?', 'hello.1', true],
  ['hello.?', 'hello.', false],
  ['hello.?', 'hello./', false],
  ['hello.?', 'hellox1', false],
  ['a+(b)[c]', 'a+(b)[c]', true],
  ['hello', 'hello.sh', false],
])('the path pattern %s matches %s: %s', (pattern, path, expected) => {
  expect(matcher(pattern)(path)).toBe(expected)
})

test.each([
  ['sources-*', 'sources-deb', true],
  ['sources-*', 'sources-', true],
  ['sources-*', 'my-sources-deb', false],
  ['*-deb', 'sources-deb', true],
  ['*-deb', 'sources-deb-2', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['/usr/*/hello', '/usr/share/doc/hello', true],
  ['a?c', 'a/c', true],
  ['a?c', 'ac', false],
  ['*ab*ab', 'abab', true],
  ['*ab*abc', 'ab-ababc', true],
  ['a**b', 'ab', true],
  ['v1.2*', 'v1x2', false],
  ['a+(b)[c]*', 'a+(b)[c]', true],
  ['two\nlines*', 'two\nlines\nand more', true],
  ['Sources', 'sources', false],
])('the text pattern %j matches %j: %s', (pattern, text, expected) => {
  expect(matchText(pattern, text)).toBe(expected)
})

describe('a hostile pattern takes no time', () => {
  const stars = `${'a*'.repeat(500)}b`
  const text = 'a'.repeat(5000)
  test.each([
    ['of a text', matchText],
    ['of a path', (pattern: string, path: string) => matcher(pattern)(path)],
  ])('%s', (_, match) => {
    const start = performance.now()
    expect(match(stars, text)).toBe(false)
    // It takes some milliseconds; an expression that goes back to every star would not end.
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

test.each([
  ['*', true],
  ['hello.?', true],
  ['hello', false],
])('%s is a pattern: %s', (name, expected) => {
  expect(isGlob(name)).toBe(expected)
})
