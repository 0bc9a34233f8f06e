import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { doubtOwners } from '../../src/config/owner-doubt.js'
import { oneProgram } from '../support/config.js'

/** What is doubted of a package whose only file is another, with something more of it. */
function doubts(file: string, addition = ''): string[] {
  const text = oneProgram.replace('/usr/bin/hello: { binary: hello }', file)
  return doubtOwners(parseConfig('packages.yaml', `${text}${addition}`).config).map(({ message }) => message)
}

test.each([
  ['/x: { file: a, owner: daemon, group: mail }', ''],
  ['/x: { file: a, owner: www-data, group: adm, formats: [deb] }', ''],
  ['/x: { file: a, owner: www-data, builders: [deb] }', ''],
  ['/x: { file: a, owner: hello, group: hello }', '    users: { hello: {} }\n'],
  ['/x: { file: a, group: hello }', '    groups: { hello: {} }\n'],
  ['/x: { file: a, group: staff-x }', '    users: { hello: { groups: [staff-x] } }\n'],
  ['/x: { file: a, owner: apache, group: apache }', '    requires-pre: { httpd: any }\n'],
  [
    '/x: { file: a, owner: other, group: other }',
    `    requires: { other: any }
  other:
    summary: Another
    description: Another.
    license: MIT
    maintainer: Jane Doe <jane@example.org>
    url: https://example.org
    users: { other: {} }
`,
  ],
])('%s is no reason for doubt', (file, addition) => {
  expect(doubts(file, addition)).toEqual([])
})

const mend = (section: string) =>
  `declare it under packages.hello.${section}, or name the package that makes it in packages.hello.requires-pre.`

test.each([
  ['/x: { file: a, owner: hello }', 'owner is hello, whom not every system of Debian has', 'users'],
  ['/x: { file: a, owner: www-data }', 'owner is www-data, whom not every system of Fedora and SUSE has', 'users'],
  [
    '/x: { directory: true, group: hello, formats: [rpm] }',
    'group is hello, whom not every system of Fedora and SUSE has',
    'groups',
  ],
])('%s is doubted', (file, problem, section) => {
  expect(doubts(file)).toEqual([`packages.hello.files./x.${problem} and no package here makes; ${mend(section)}`])
})
