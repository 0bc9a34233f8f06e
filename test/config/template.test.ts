import { expect, test } from '@jest/globals'
import { expandTemplate, expandUrl } from '../../src/config/template.js'

test('placeholders are filled, and a name without a value stays', () => {
  expect(expandTemplate('{a}/{b-c}/{d}', { a: '1', 'b-c': '{a}' })).toBe('1/{a}/{d}')
})

test.each([
  ['the + of a nightly', 'https://x/v{version}', { version: '1.3.0-alpha.1+abc' }, 'https://x/v1.3.0-alpha.1%2Babc'],
  ['no slash within a member', 'https://x/{binary}', { binary: 'bin/a b' }, 'https://x/bin/a%20b'],
  ['no address', '{url}.asc', { url: 'https://x/a+b' }, 'https://x/a+b.asc'],
  ['no address of checksums', '{sums}.asc', { sums: 'https://x/SUMS?a=b' }, 'https://x/SUMS?a=b.asc'],
])('a URL encodes values: %s', (_, template, values, url) => {
  expect(expandUrl(template, values)).toBe(url)
})
