import { expect, test } from '@jest/globals'
import { writeAptSource, writeRepo } from '../../src/verify/snippet.js'

test.each([
  [
    { uri: 'https://h/deb/', suite: '/', components: [] },
    undefined,
    'Types: deb\nURIs: https://h/deb/\nSuites: /\nSigned-By: /etc/apt/keyrings/h.asc\n',
  ],
  [
    { uri: 'https://h/', suite: 'stable', components: ['main', 'extra'] },
    'arm64',
    'Types: deb\nURIs: https://h/\nSuites: stable\nComponents: main extra\nArchitectures: arm64\nSigned-By: /etc/apt/keyrings/h.asc\n',
  ],
])('users of apt write what an install is tried with (%j)', (address, architecture, text) => {
  expect(writeAptSource(address, '/etc/apt/keyrings/h.asc', architecture)).toBe(text)
})

test('users of dnf and zypper write what an install is tried with', () => {
  expect(writeRepo({ id: 'h', name: 'H', url: 'https://h/rpm/', key: 'https://h/key.asc' })).toBe(
    '[h]\nname=H\nbaseurl=https://h/rpm/\nenabled=1\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=https://h/key.asc\n',
  )
})
