import { expect, test } from '@jest/globals'
import { link, quote, silence } from '../../src/issue/quotation.js'

test.each([
  ['a mention', 'ask @jane/team or (@jane)', 'ask @·jane/team or (@·jane)'],
  ['a mention after a mark', '_@jane *@jane', '_@·jane *@·jane'],
  ['a mention in code', '`@jane`', '`@·jane`'],
  ['another issue', 'fixes #12, owner/project#12, GH-12 and gh-12', 'fixes #·12, owner/project#·12, GH-·12 and gh-·12'],
  [
    'the address of another issue',
    'https://github.com/o/p/issues/1 http://ghe.example/o/p/pull/2#x www.github.com/o/p/commit/ab',
    'https://·github.com/o/p/issues/1 http://·ghe.example/o/p/pull/2#x www.·github.com/o/p/commit/ab',
  ],
  ['an address of mail stays', 'jane@example.org', 'jane@example.org'],
  ['other addresses stay', 'https://download.example/issues/x #a', 'https://download.example/issues/x #a'],
])('silences %s', (_, text, silenced) => {
  expect(silence(text).replaceAll('\u200B', '·')).toBe(silenced)
})

test('what is quoted is one line, escaped and short', () => {
  expect(quote('a|b\n<!-- obs-publish --> &#x40;jane')).toBe('a\\|b &lt;!-- obs-publish --> &amp;#x40;jane')
  expect(quote('x'.repeat(3000), 10)).toBe(`${'x'.repeat(10)}…`)
})

test.each([
  ['an address', 'https://obs.example/log?a=b', '[log](https://obs.example/log?a=b)'],
  ['an address that would end the link or the cell', 'https://obs.example/a)b|c d', '[log](https://obs.example/a%29b%7cc%20d)'],
  ['no address', 'see there', 'log'],
  ['a script', 'javascript:alert(1)', 'log'],
  ['an issue of others', 'https://github.com/o/p/issues/1', 'log'],
  ['nothing', undefined, 'log'],
])('links to %s', (_, address, text) => {
  expect(link('log', address)).toBe(text)
})
