import { expect, test } from '@jest/globals'
import { addArchitectures, chooseArchitectures, namesOf, packageArchitectures } from '../src/architecture.js'

test.each([
  ['x86_64', 'amd64', 'x86_64'],
  ['aarch64', 'arm64', 'aarch64'],
  ['armv7l', 'armhf', 'armv7hl'],
  ['ppc64le', 'ppc64el', 'ppc64le'],
  ['s390x', 's390x', 's390x'],
  ['i586', 'i386', 'i586'],
  ['riscv64', 'riscv64', 'riscv64'],
])('the architecture %s is %s in a deb and %s in an rpm', (architecture, deb, rpm) => {
  expect([packageArchitectures('deb', namesOf(architecture))[0], packageArchitectures('rpm', namesOf(architecture))[0]]).toEqual([
    deb,
    rpm,
  ])
})

const loongarch64 = { obs: 'loongarch64', go: 'loong64', deb: 'loong64', rpm: 'loongarch64' }
const armv6l = { obs: 'armv6l', go: 'arm', deb: 'armel', rpm: 'armv6hl' }
const known = addArchitectures([loongarch64, armv6l])
const choose = (names: readonly string[], available = ['x86_64', 'aarch64', 'armv7l', 'armv6l', 'loongarch64', 'darwin/arm64']) =>
  chooseArchitectures({ input: 'install', names, available, known })

test.each([
  [['amd64'], ['x86_64']],
  [['linux/arm64'], ['aarch64']],
  [['armhf'], ['armv7l']],
  [['armv7hl'], ['armv7l']],
  [['loong64'], ['loongarch64']],
  [['darwin/arm64'], ['darwin/arm64']],
  // Go's name of two machines.
  [['arm'], ['armv7l', 'armv6l']],
  [
    ['arm64', 'x86_64'],
    ['x86_64', 'aarch64'],
  ],
])('the names %j mean %j', (names, expected) => {
  expect(choose(names)).toEqual(expected)
})

test('no name at all means everything', () => {
  expect(choose([], ['x86_64', 's390x'])).toEqual(['x86_64', 's390x'])
})

test.each([
  ['amd46', 'Input `install` has amd46; did you mean amd64?'],
  ['s390x', 'Input `install` has s390x, for which there is nothing; there are x86_64, aarch64.'],
  ['vax', 'Input `install` has vax, for which there is nothing; there are x86_64, aarch64.'],
])('the name %s, which selects nothing, is an error', (name, message) => {
  expect(() => choose([name], ['x86_64', 'aarch64'])).toThrow(message)
})
