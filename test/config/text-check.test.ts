import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { oneProgram } from '../support/config.js'

/** What is wrong with the config of one program when lines are added to it, without its name. */
function problemsWith(addition: string, text = oneProgram): string[] {
  try {
    parseConfig('packages.yaml', text.replace(/^ {4}section: admin$/m, addition.replace(/^/gm, '    ')))
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n').map((line) => line.replace('packages.yaml:', ''))
    throw error
  }
  return []
}

const known = 'known are sh, bash, dash, perl, ksh, zsh, python3, ruby, tclsh'
test.each([
  ['#!/bin/sh', undefined],
  ['#!/usr/bin/bash -e', undefined],
  ['#!/usr/bin/env perl', undefined],
  ['echo #!/bin/nothing', undefined],
  ['#!<lua>', 'begins with #!<lua>, which is within rpm: dpkg has none; write shell'],
  ['#!/usr/local/bin/python3', 'begins with #!/usr/local/bin/python3, which no package brings; write #!/usr/bin/python3'],
  ['#!/usr/bin/python', `begins with #!/usr/bin/python, and it is not known which package brings that; ${known}`],
  ['#!/usr/bin/perl -e"x"', 'begins with #!/usr/bin/perl -e"x"; keep quotes out of it'],
])('a script that begins with %s', (script, problem) => {
  const found = problemsWith(`scripts: { post: '${script}' }`)
  expect(found).toEqual(problem === undefined ? [] : [`20:22: packages.hello.scripts.post ${problem}.`])
})

test('a package of rpms alone may have a script in Lua', () => {
  expect(problemsWith("formats: [rpm]\nscripts: { post: '#!<lua>' }")).toEqual([])
})

test.each([
  ['units: { hello.service: { file: a } }', 'systemd is told of the units'],
  ['architectures: [x86_64]', undefined],
])('beside %s a script in another language stands where shell must', (other, reason) => {
  const found = problemsWith(`${other}\nscripts: { post: '#!/usr/bin/perl' }`)
  const message = `21:22: packages.hello.scripts.post begins with #!/usr/bin/perl, and ${reason} by shell commands in the same script; write it in shell.`
  expect(found).toEqual(reason === undefined ? [] : [message])
})

test.each([
  ['formats: [deb]', 'rpm: ', 0],
  ['formats: [rpm]', 'rpm: ', 1],
  ['builders: [deb]', 'builders: { rpm: ', 0],
  ['builders: [rpm]', 'builders: { rpm: ', 1],
])('a unit with %s and a script in another language of { %s… } are %d fault', (where, of, faults) => {
  const script = `${of}'#!/usr/bin/perl'${of.includes('{') ? ' }' : ''}`
  const found = problemsWith(`units: { hello.service: { file: a, ${where} } }\nscripts: { post: { ${script} } }`)
  expect(found.filter((each) => each.includes('systemd is told of the units'))).toHaveLength(faults)
  expect(found).toHaveLength(faults)
})

test.each([
  ['# a comment', '#'],
  ['  %if 1', '%if'],
  ['%post is a word', '%post'],
  [' %post within a line', undefined],
  ['%posted', undefined],
  ['Name: x', undefined],
])('a description with the line "%s"', (line, word) => {
  const text = oneProgram.replace('description: Greets whoever starts it.', `description: "One.\\n${line}"`)
  const message = `16:18: packages.hello.description has a line that begins with ${word}, which rpmbuild takes for its own; begin it with another word.`
  expect(problemsWith('section: admin', text)).toEqual(word === undefined ? [] : [message])
})

test.each([
  ['summary', '" spaces around "', 'must not begin or end with spaces, not " spaces around "'],
  ['license', '"MIT "', 'must not begin or end with spaces, not "MIT "'],
  ['summary', '"two\\nlines"', 'must be a single line, not "two\nlines"'],
  ['url', 'https://example.org/a b', 'must not hold spaces, not "https://example.org/a b"'],
])('%s: %s cannot be kept by both', (key, value, problem) => {
  const found = problemsWith(
    'section: admin',
    oneProgram.replace(new RegExp(`( ${key}: ).*`), (_, start: string) => `${start}${value}`),
  )
  expect(found.join('\n')).toContain(`packages.hello.${key} ${problem}`)
})

test.each([
  ['summary', 'a %{b', '%{'],
  ['summary', 'a %{b{c}', '%{'],
  ['summary', 'a %%{b', undefined],
  ['summary', 'a %{b}', undefined],
  ['description', 'a %%(b', '%%('],
  ['description', 'a %(b', undefined],
])('%s: %s', (key, text, open) => {
  const found = problemsWith('section: admin', oneProgram.replace(new RegExp(`( ${key}: ).*`), `$1'${text}'`))
  const message = `packages.hello.${key} has a ${open} that is never closed, which a spec for both formats cannot hold; close it.`
  expect(found.map((each) => each.replace(/^[\d:]+ /, ''))).toEqual(open === undefined ? [] : [message])
})

test.each([
  ['/usr/bin/a%%b: { binary: x }', 'has two % in a row, which specs cannot hold; rename the file'],
  ["/opt/x/: { binary: 'a;b*' }", 'has a pattern with another sign than * and ? that shells know (a;b*); use * for it'],
])('%s is refused', (entry, problem) => {
  const [path = ''] = entry.split(':')
  const found = problemsWith('section: admin', oneProgram.replace('/usr/bin/hello: { binary: hello }', entry))
  expect(found.join()).toContain(`packages.hello.files.${path} ${problem}.`)
})

test.each([
  ["pretrans: 'x'", 'pretrans', "is rpm's alone: dpkg runs nothing at that moment; write { rpm: … }, or say formats: [rpm]"],
  ["posttrans: { deb: 'x' }", 'posttrans.deb', 'is for a deb, and dpkg runs nothing at that moment; say it under rpm'],
  [
    "postinst: 'x', post: { deb: 'x' }",
    'postinst',
    'and packages.hello.scripts.post.deb are both the postinst of the deb; keep one',
  ],
  [
    "post: { rpm: '#!/usr/bin/lua' }",
    'post.rpm',
    `begins with #!/usr/bin/lua, and it is not known which package brings that; ${known}`,
  ],
  [
    "post: { builders: { rpm: x, deb: '#!/usr/bin/lua' } }",
    'post.builders.deb',
    `begins with #!/usr/bin/lua, and it is not known which package brings that; ${known}`,
  ],
  [
    'pretrans: { builders: { deb: x } }',
    'pretrans.builders.deb',
    'is for a deb, and dpkg runs nothing at that moment; say it under rpm',
  ],
  ["post: { file: a, rpm: 'x' }", 'post', 'must have file, or any of deb, rpm and builders'],
  ["postinst: 'x', post: { rpm: 'y' }", '', undefined],
  ["pretrans: { rpm: '#!<lua>' }", '', undefined],
])('scripts: { %s }', (scripts, path, problem) => {
  const found = problemsWith(`scripts: { ${scripts} }`).map((each) => each.replace(/^[\d:]+ /, ''))
  expect(found).toEqual(problem === undefined ? [] : [`packages.hello.scripts.${path} ${problem}.`])
})

test.each([
  [
    'users: { Greeter: {} }',
    'users.Greeter must be a name of a user or group: a-z, 0-9, _ and -, a letter or _ first, not "Greeter"',
  ],
  ['users: { greeter: { comment: "a:b" } }', 'users.greeter.comment must not hold any of : " \' % \\ $ `, not "a:b"'],
  ["tmpfiles: ['/run/x']", 'tmpfiles.0 must be a line of tmpfiles.d(5), such as "d /run/hello 0755 hello hello -", not "/run/x"'],
])('%s is refused', (addition, problem) => {
  expect(problemsWith(addition).map((each) => each.replace(/^[\d:]+ /, ''))).toEqual([`packages.hello.${problem}.`])
})

test('of a text of several lines the line that is wrong is told', () => {
  const text = oneProgram.replace('description: Greets whoever starts it.', 'description: |\n      One.\n\n      # Two.')
  expect(problemsWith('section: admin', text)).toEqual([
    '19:7: packages.hello.description has a line that begins with #, which rpmbuild takes for its own; begin it with another word.',
  ])
  const script = "scripts:\n  post: |\n    #!/usr/bin/lua\n    print('hello')"
  expect(problemsWith(script)).toEqual([
    `22:9: packages.hello.scripts.post begins with #!/usr/bin/lua, and it is not known which package brings that; ${known}.`,
  ])
})
