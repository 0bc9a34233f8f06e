import { expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { parsePromotion } from '../../src/promotion/promotion.js'

const digest = 'a'.repeat(64)
const sound = `promotions:
  - channel: stable
    minor: '1.2'
    version: 1.2.3
    packages:
      hello:
        srcmd5: ${'b'.repeat(32)}
        files:
          deb/x86_64/hello_1.2.3-1.1_amd64.deb: { sha256: ${digest} }
`

function problemsOf(text: string): readonly string[] {
  try {
    parsePromotion('p.yaml', text)
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n')
    throw error
  }
  return []
}

test.each([
  ['a sound list', sound, []],
  ['a list without a version', 'promotions: []\n', []],
  ['nothing', '', ['p.yaml:1:1: The list of promotions is empty.']],
  ['an unknown key', sound.replace('minor', 'minr'), ['p.yaml:3:5: promotions.0.minr is not a known key. Did you mean minor?']],
  [
    'a digest that is cut off',
    sound.replace(digest, digest.slice(1)),
    [
      `p.yaml:9:59: promotions.0.packages.hello.files.deb/x86_64/hello_1.2.3-1.1_amd64.deb.sha256 must be a SHA-256: 64 digits of lower-case hex, not "${digest.slice(1)}".`,
    ],
  ],
  [
    'a deb with the digests of an rpm',
    sound.replace('{ sha256', '{ header'),
    ['p.yaml:9:11: deb/x86_64/hello_1.2.3-1.1_amd64.deb must have sha256, and nothing else.'],
  ],
  [
    'a path that is none of OBS',
    sound.replace('deb/x86_64/hello', 'hello'),
    [
      'p.yaml:9:11: promotions.0.packages.hello.files.hello_1.2.3-1.1_amd64.deb must be BUILDER/ARCHITECTURE/FILE, of a deb or rpm',
    ],
  ],
  [
    'a minor that YAML takes for a number',
    sound.replace("'1.2'", '1.2'),
    ['p.yaml:3:12: promotions.0.minor must be text, not 1.2. Put it into quotes.'],
  ],
  [
    'a version twice',
    `${sound}${sound.replace('promotions:\n', '')}`,
    ['p.yaml:12:14: 1.2.3 in stable is listed twice; keep one.'],
  ],
  [
    'a channel that comes from itself',
    sound.replace('    packages', '    from: stable\n    packages'),
    ['p.yaml:5:11: from must be another channel than stable.'],
  ],
  [
    'a package without a file',
    sound.replace(/files:[^]*$/, 'files: {}\n'),
    ['p.yaml:8:9: hello has no file; remove it, or record the version again.'],
  ],
])('%s: each problem with its line, column and remedy', (_, text, problems) => {
  expect(problemsOf(text).map((line) => (line.includes('must be BUILDER') ? line.split(', not')[0] : line))).toEqual(problems)
})
