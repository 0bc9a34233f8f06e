import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { oneProgram } from '../support/config.js'

/** What is wrong with a config whose only file is another, on line 23; it has a second builder of rpms. */
function problemsWith(file: string): string[] {
  const other = 'sle: { format: rpm, paths: [{ project: SLE, repository: standard }], architectures: [x86_64] }'
  const text = oneProgram.replace('packages:\n', `  ${other}\npackages:\n`).replace('/usr/bin/hello: { binary: hello }', file)
  try {
    parseConfig('packages.yaml', text)
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n')
    throw error
  }
  return []
}

test.each([
  '/etc/x: [{ file: a, formats: [deb] }, { file: b, formats: [rpm] }]',
  '/etc/x: [{ file: a, builders: [deb] }, { file: b, builders: [rpm, sle] }]',
  '/etc/x: [{ file: a, builders: [sle] }, { file: b, builders: [rpm] }]',
  '/etc/x: { file: a, builders: [sle] }',
  '/etc/x: [{ file: a, architectures: [aarch64] }, { file: b, architectures: [x86_64] }]',
  "/etc/x: [{ file: a, versions: '<1.2' }, { file: b, versions: '>=1.2' }]",
  "/etc/x/: { file: 'a/**/*.conf', mode: '0600' }",
  '/usr/bin/x: { binary: x, capabilities: "cap_net_raw,cap_net_admin=+ep cap_sys_nice=eip" }',
  '/var/lib/x: { directory: true, purge: true }',
])('%s is right', (file) => {
  expect(problemsWith(file)).toEqual([])
})

test.each([
  [
    '/etc/x: [{ file: a }, { file: b, formats: [rpm] }]',
    'packages.hello.files./etc/x.1 and packages.hello.files./etc/x.0 are both installed at /etc/x in rpm.',
  ],
  [
    '/etc/x: [{ file: a, architectures: [x86_64] }, { file: b, builders: [rpm, sle] }]',
    'packages.hello.files./etc/x.1 and packages.hello.files./etc/x.0 are both installed at /etc/x in rpm.',
  ],
  [
    '/etc/x: [{ file: a, builders: [sle] }, { file: b, builders: [deb, sle] }]',
    'packages.hello.files./etc/x.1 and packages.hello.files./etc/x.0 are both installed at /etc/x in rpm.',
  ],
  ['/etc/x: { file: a, builders: [fedora] }', 'packages.hello.files./etc/x names the builder fedora; there are deb, rpm, sle.'],
  ['/etc/x: { file: a, architectures: [amd64] }', 'packages.hello.files./etc/x.architectures.0 must be one of x86_64, aarch64, '],
  [
    '/etc/x: { file: a, capabilities: all }',
    'packages.hello.files./etc/x.capabilities must be capabilities such as cap_net_bind_service=+ep',
  ],
  [
    '/etc/x: { ghost: true, config: true }',
    'must not have config, replace or capabilities: a directory, link or ghost has no content.',
  ],
  [
    '/var/lib/x: { ghost: true, purge: true }',
    'must not have purge: it is for directories, and a purge removes everything else by itself.',
  ],
  ...['/etc/x', '/var/x', '/var'].map((folder) => [
    `${folder}: { directory: true, purge: true }`,
    `packages.hello.files.${folder} is removed at a purge with all that is in it, which must be below a folder of /var.`,
  ]),
  ["/etc/x: { file: 'a/*' }", 'packages.hello.files./etc/x must end with a slash if, and only if, it takes several files (a/*).'],
  [
    "/usr/bin/: { binary: '**' }",
    'packages.hello.files./usr/bin/ takes programs by **; name them, or take the tree as a member.',
  ],
])('%s is told', (file, problem) => {
  const [first = ''] = problemsWith(file)
  expect(first).toMatch(/^packages\.yaml:\d+:\d+: /)
  expect(first).toContain(problem)
})
