import { expect, test } from '@jest/globals'
import { quoteCell } from '../../src/report/markdown.js'

test.each([
  ['words stay as they are', '1.30.0~rc.1 of x86_64 at /usr/bin/*', '1.30.0~rc.1 of x86_64 at /usr/bin/*'],
  ['a newline would end the table', 'one\r\n  two', 'one two'],
  ['a pipe would end the cell', 'a|b \\| c\\', 'a\\|b \\\\\\| c\\'],
  ['what stands between backticks is code', '`apt-get *_x_*` failed', '`apt-get *_x_*` failed'],
  ['a pipe in code ends the cell too', '`a|b`', '`a\\|b`'],
  ['code with a backslash becomes words', '`a\\|b`', '\\`a\\\\\\|b\\`'],
  ['a backtick alone is a letter', 'a ` b ``` c', 'a \\` b \\`\\`\\` c'],
  ['HTML is text', '<img src=x> &lt; & a<b </a 1 < 2 << 3', '&lt;img src=x> &amp;lt; & a&lt;b &lt;/a 1 < 2 << 3'],
  ['links and pictures are text', '![x](http://h) [y]: z', '!\\[x\\](http://h) \\[y\\]: z'],
  ['pairs of marks are text', '*a* ~b~ _c_ d_e', '\\*a\\* \\~b\\~ \\_c\\_ d_e'],
  ['two versions strike nothing through', '1~a is not 1~b', '1\\~a is not 1\\~b'],
  ['what steers a terminal is shown as something', 'a\u001B[31m\u202Eb', 'a\uFFFD\\[31m\uFFFDb'],
])('%s', (_, text, quoted) => {
  expect(quoteCell(text)).toBe(quoted)
})
