import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { oneProgram } from '../support/config.js'

/** What is wrong with a config that has a second builder of rpms and something more of its package, from line 25 on. */
function problemsWith(addition: string): string[] {
  const other = '  suse: { format: rpm, paths: [{ project: a, repository: b }], architectures: [x86_64] }\npackages:'
  try {
    parseConfig('packages.yaml', `${oneProgram.replace('packages:', other)}    ${addition}\n`)
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n')
    throw error
  }
  return []
}

test.each([
  ['  /etc/x: { file: a, builders: [suse] }'],
  ['requires: { a: { builders: [deb, suse] } }'],
  ['units: { a.service: { file: a, builders: [rpm] } }'],
  ["scripts: { post: { builders: { suse: 'true' } } }"],
  ['requires: { a: [{ builders: [suse] }, { builders: [rpm], version: ">= 2" }] }'],
  ['requires: { a: { builders: [suse], formats: [rpm] } }'],
])('%s may differ between builders of one format', (addition) => expect(problemsWith(addition)).toEqual([]))

const unknown = '; there are deb, rpm, suse.'
const contradiction = ', which builds rpms, and its own formats leave those out; name another, or add rpm there.'

test.each([
  ['  /etc/x: { file: a, builders: [deb, fedora] }', '25:42', 'files./etc/x names the builder fedora', unknown],
  [
    'units: { a.service: { file: a, builders: [sus] } }',
    '25:47',
    'units.a.service names the builder sus',
    `${unknown} Did you mean suse?`,
  ],
  ['breaks: { a: [{ builders: [x] }] }', '25:32', 'breaks.a.0 names the builder x', unknown],
  ["scripts: { post: { builders: { x: 'true' } } }", '25:36', 'scripts.post names the builder x', unknown],
  ['requires: { a: { formats: [deb], builders: [suse] } }', '25:49', 'requires.a names the builder suse', contradiction],
  ['  /etc/x: { file: a, formats: [deb], builders: [deb, rpm] }', '25:58', 'files./etc/x names the builder rpm', contradiction],
  [
    'formats: [deb]\n    requires: { a: { builders: [suse] } }',
    '26:33',
    'requires.a names the builder suse',
    ', which builds rpms, and packages.hello.formats leave those out; name another, or add rpm there.',
  ],
])('%s is told at %s', (addition, at, what, reason) => {
  expect(problemsWith(addition)).toEqual([`packages.yaml:${at}: packages.hello.${what}${reason}`])
})

test('a list of builders in a script is told to be a map', () => {
  expect(problemsWith('scripts: { post: { rpm: x, builders: [suse] } }')).toEqual([
    'packages.yaml:25:42: packages.hello.scripts.post.builders must be a map, not a list.',
  ])
})
