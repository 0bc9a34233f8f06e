import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { listExpectedFiles } from '../../src/plan/expectation.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const files = `      /usr/bin/hello: { binary: hello }
      /usr/libexec/hello/: { binary: 'libexec/*' }
      '{unitdir}/hello.service': { member: hello.service }
      /usr/share/man/man1/hello.1: { member: hello.1 }
      /etc/hello: { member: hello.conf, replace: { a: b } }
      /etc/default/hello: { member: hello.default, formats: [deb] }
      /etc/hello.d: { directory: true }
      /usr/bin/hi: { link: hello }
      /etc/own: { file: own }`

const loaded = parseConfig('packages.yaml', oneProgram.replace('      /usr/bin/hello: { binary: hello }', files))
const [planned] = planOf(loaded).packages
if (!planned) throw new Error('the config has a package')

const programs: ReadonlyMap<string, string> = new Map(
  ['hello', 'libexec/a', 'libexec/b', 'libexec/deep/c', 'hello.service', 'hello.1', 'hello.conf', 'hello.default'].map(
    (name) => [name, `sum of ${name}`] as const,
  ),
)

const expected = (format: 'deb' | 'rpm', of = programs) =>
  listExpectedFiles(planned, format, of).map(({ path, sha256 }) => `${path}: ${sha256}`)

const both = ['/usr/bin/hello: sum of hello', '/usr/libexec/hello/a: sum of libexec/a', '/usr/libexec/hello/b: sum of libexec/b']

test('a package must hold the files of upstream that are shipped as they are', () => {
  expect(expected('deb')).toEqual([
    ...both,
    '/lib/systemd/system/hello.service: sum of hello.service',
    '/etc/default/hello: sum of hello.default',
  ])
  expect(expected('rpm')).toEqual([...both, '/usr/lib/systemd/system/hello.service: sum of hello.service'])
})

test('what upstream has not for an architecture is not expected', () => {
  expect(expected('rpm', new Map([['libexec/a', 'sum']]))).toEqual(['/usr/libexec/hello/a: sum'])
})

test('of a tree every file is expected where it lies, and what is for another architecture is not', () => {
  const text = `      /usr/share/hello/: { member: 'public/**' }
      /etc/hello: { member: hello.conf, architectures: [aarch64] }
      /usr/share/man/man1/hello.1.gz: { member: hello.1.gz }`
  const own = parseConfig('packages.yaml', oneProgram.replace('      /usr/bin/hello: { binary: hello }', text))
  const [hello] = planOf(own).packages
  const of = new Map(['public/a', 'public/b/c', 'hello.conf', 'hello.1.gz'].map((name) => [name, name]))
  const paths = (architecture: string) => hello && listExpectedFiles(hello, 'deb', of, architecture).map(({ path }) => path)
  expect(paths('x86_64')).toEqual(['/usr/share/hello/a', '/usr/share/hello/b/c'])
  expect(paths('aarch64')).toEqual(['/usr/share/hello/a', '/usr/share/hello/b/c', '/etc/hello'])
})
