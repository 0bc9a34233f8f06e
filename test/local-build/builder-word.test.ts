import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { explainOutput } from '../../src/local-build/builder-word.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const [planned] = planOf(parseConfig('packages.yaml', oneProgram)).packages
const place = '(packages.yaml:14:3, packages.hello)'

test.each([
  [
    'error: Arch dependent binaries in noarch package',
    `a file of it is a program of one machine, and \`architectures: [noarch]\` says that it fits every machine; leave noarch out ${place}`,
  ],
  [
    'error: File not found: /tmp/x/buildroot/usr/share/hello',
    `nothing was put at /usr/share/hello, which \`files\` lists; see what its source holds ${place}`,
  ],
  [
    "install: cannot stat 'x86_64/hello': No such file or directory",
    `x86_64/hello is not in the tarball; see the \`source\` and \`files\` that name it ${place}`,
  ],
  [
    'line 9: Dependency tokens must begin with alpha-numeric',
    `a relation or the version cannot be written in this format (Dependency tokens must begin with alpha-numeric); see \`requires\` and the like ${place}`,
  ],
  [
    'something else',
    'its spec was made from packages.hello at packages.yaml:14:3, and the last changes there are the likeliest cause',
  ],
])('%s', (output, told) => {
  expect(planned && explainOutput(output, planned)).toBe(told)
})
