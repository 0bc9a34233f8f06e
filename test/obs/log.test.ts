import { expect, test } from '@jest/globals'
import { findCause } from '../../src/obs/build-log.js'

const start = ['Building for target aarch64-linux', 'Executing(%prep): /bin/sh -e /var/tmp/rpm-tmp.x', '+ umask 022']
const badExit = (part: string) => [
  `error: Bad exit status from /var/tmp/rpm-tmp.x (${part})`,
  'RPM build errors:',
  `    Bad exit status from /var/tmp/rpm-tmp.x (${part})`,
]
const end = 'vm failed "build hello.spec" at Sat Nov 21 02:47:55 UTC 2026.'

test.each([
  [
    'an error of rpmbuild',
    ['error: File not found: /usr/bin/hello', 'RPM build errors:'],
    'error: File not found: /usr/bin/hello',
  ],
  [
    'what a program of the spec said',
    ["install: cannot stat 'aarch64/hello': No such file or directory", ...badExit('%install')],
    "install: cannot stat 'aarch64/hello': No such file or directory",
  ],
  [
    "the spec's own refusal",
    ['hello is not published for ppc64le.', ...badExit('%install')],
    'hello is not published for ppc64le.',
  ],
  [
    'the command after which a silent program ended',
    ['+ cd hello-1.2.3', '+ /usr/lib/rpm/rpmuncompress -x hello.tar.xz', ...badExit('%prep')],
    '%prep failed at: /usr/lib/rpm/rpmuncompress -x hello.tar.xz',
  ],
  [
    'what a script said before it gave up',
    ['+ echo There is no hello for arm64.', 'There is no hello for arm64.', '+ exit 1', ...badExit('%install')],
    '%install failed: There is no hello for arm64.',
  ],
  ['a failure in other words', ['debbuild: the build has failed', 'bye'], 'debbuild: the build has failed'],
])('the cause in a build log is %s', (_, lines, cause) => {
  expect(findCause([...start, ...lines, end])).toBe(cause)
})

test('a log without any sign gives its last line, and none gives nothing', () => {
  expect(findCause(['one', 'two', end])).toBe('two')
  expect(findCause([])).toBeUndefined()
})
