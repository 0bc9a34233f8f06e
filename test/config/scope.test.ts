import { expect, test } from '@jest/globals'
import { architecturesIn, type Scope } from '../../src/config/scope.js'

const builders = [
  { name: 'debian', format: 'deb', architectures: ['x86_64', 'aarch64'] },
  { name: 'centos', format: 'rpm', architectures: ['x86_64', 'aarch64'] },
  { name: 'sle', format: 'rpm', architectures: ['armv7l', 'aarch64'] },
] as const

test.each<[Scope, readonly string[], readonly string[] | string]>([
  [{}, ['x86_64', 'aarch64'], ['x86_64', 'aarch64', 'armv7l']],
  [{ formats: ['deb'] }, ['x86_64', 'aarch64'], []],
  [{ architectures: ['x86_64', 'armv7l'] }, ['x86_64'], ['x86_64', 'armv7l']],
  [{ builders: ['debian'] }, ['x86_64', 'aarch64'], []],
  [{ builders: ['centos', 'sle'] }, [], ['x86_64', 'aarch64', 'armv7l']],
  [{ builders: ['sle'], architectures: ['armv7l'] }, [], ['armv7l']],
  [
    { builders: ['sle'] },
    [],
    'leaves out the builder centos, which builds the same rpm for aarch64 of one spec; name it too, or let one of them build aarch64',
  ],
])('what is narrowed by %j is on %j in debs and on %j in rpms', (scope, deb, rpm) => {
  expect(architecturesIn(scope, 'deb', builders)).toEqual({ on: deb })
  expect(architecturesIn(scope, 'rpm', builders)).toEqual(typeof rpm === 'string' ? { problem: rpm } : { on: rpm })
})
