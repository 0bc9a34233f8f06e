import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { oneProgram } from '../support/config.js'

const everywhere = oneProgram.replace('{goarch}', 'all').concat('    architectures: [noarch]\n')

function problemOf(text: string): string | undefined {
  try {
    parseConfig('packages.yaml', text)
  } catch (error) {
    if (error instanceof UserError) return error.message.replace('packages.yaml:', '')
    throw error
  }
  return undefined
}

test('a package may be for every machine', () => {
  expect(problemOf(everywhere)).toBeUndefined()
})

test.each([
  [
    everywhere.replace('[noarch]', '[noarch, x86_64]'),
    '24:20: packages.hello.architectures has noarch beside x86_64: a package is for every machine, and is built once, or for some; write [noarch] alone, or let what differs be a package of its own.',
  ],
  [
    everywhere.replace('bin/all', 'bin/{debarch}'),
    '21:23: packages.hello.source.folder has {debarch}, and the package is for every machine (architectures: [noarch]): take what is the same for all, or leave noarch out.',
  ],
  [
    everywhere.replace('[noarch]', '[all]'),
    '24:21: packages.hello.architectures.0 is "all": a package for every machine has architectures: [noarch] in both formats.',
  ],
  [
    oneProgram.replace('[x86_64, aarch64]', '[noarch]'),
    '8:21: builders.deb.architectures.0 is "noarch": it is no machine; a package for every machine says so itself, by packages.<name>.architectures: [noarch], and each builder builds it once.',
  ],
  [
    everywhere.concat('    requires: { x: { architectures: [aarch64] } }\n'),
    '25:37: packages.hello.requires.x.architectures narrows a relation, and a package for every machine (noarch) is the same on all of them; leave it out.',
  ],
])('is refused: %#', (text, problem) => {
  expect(problemOf(text)).toBe(problem)
})
