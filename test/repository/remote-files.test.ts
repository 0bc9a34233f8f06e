import { expect, test } from '@jest/globals'
import { staysInside } from '../../src/repository/remote-files.js'

test.each([
  ['amd64/runc_1.deb', true],
  ['./amd64/runc_1:2~3+4.deb', true],
  ['../other/runc.deb', false],
  ['a/../../b', false],
  ['/etc/passwd', false],
  ['https://example.org/runc.deb', false],
])('whether the stated path %s stays in the repository', (path, inside) => {
  expect(staysInside(path)).toBe(inside)
})
