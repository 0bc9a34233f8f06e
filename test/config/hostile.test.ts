import { expect, test } from '@jest/globals'
import { parseConfigDocument } from '../../src/config/document.js'

const most = 256 * 1024
const filled = (text: string) => text.repeat(Math.floor(most / text.length))

function bomb(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const levels = names.slice(1).map((name, index) => `${name}: &${name} [${`*${names[index] ?? ''}, `.repeat(10)}]`)
  return ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...levels].join('\n')
}

test.each([
  ['an alias bomb', bomb(), 'packages.yaml: The config repeats an anchor more than 100 times.'],
  [
    'one anchor merged thousands of times',
    `a: &a {x: 1}\n${Array.from({ length: 5000 }, (_, index) => `b${index}: {<<: *a}\n`).join('')}`,
    'packages.yaml: The config repeats an anchor more than 100 times.',
  ],
  ['deep flow', `a: ${filled('[').slice(5)}`, 'packages.yaml:1:67: The config is nested more than 64 levels deep.'],
  ['deep lists', filled('- '), 'packages.yaml:1:128: The config is nested more than 64 levels deep.'],
  [
    'deep maps',
    Array.from({ length: 100 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
    'packages.yaml:64:65: The config is nested more than 64 levels deep.',
  ],
  [
    'NUL',
    'obs:\n  build-project: a\0b\n',
    'packages.yaml:2:19: The config holds the control character U+0000; save it as plain text.',
  ],
  [
    'brackets alone',
    filled('}'),
    'packages.yaml:1:1: Unexpected flow-map-end token in YAML document; put text with { or } into quotes.',
  ],
  [
    'a second document',
    'a: 1\n---\nb: 2\n',
    'packages.yaml:2:1: The config holds a second YAML document; put it into a file of its own.',
  ],
  ['nothing', '', 'packages.yaml:1:1: The config is empty.'],
  ['a megabyte', 'a: b\n'.repeat(210_000), 'packages.yaml: The config is larger than 256 KiB, which no person wrote.'],
])('refuses %s', (_, text, message) => {
  expect(() => parseConfigDocument('packages.yaml', text)).toThrow(message)
})

test('tells every key that is given twice, at any depth', () => {
  expect(() => parseConfigDocument('packages.yaml', 'a: 1\nb:\n  - { c: 1, c: 2 }\na: 2\n')).toThrow(
    'packages.yaml:3:13: c is given twice; keep one.\npackages.yaml:4:1: a is given twice; keep one.',
  )
})
