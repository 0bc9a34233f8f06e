import { expect, test } from '@jest/globals'
import { packageLink, webLink } from '../../src/obs/web-link.js'

const cell = { package: 'hello', builder: 'deb', architecture: 'aarch64' }

test.each([
  ['https://api.opensuse.org', 'https://build.opensuse.org'],
  ['https://obs.example.org', 'https://obs.example.org'],
  ['https://obs.example.org:8443/', 'https://obs.example.org:8443'],
])('the pages of %s are at %s', (apiurl, pages) => {
  expect(webLink(apiurl, 'isv:team', cell)).toEqual({ url: `${pages}/package/live_build_log/isv:team/hello/deb/aarch64` })
  expect(packageLink(apiurl, 'isv:team', 'hello.20260102030405')).toEqual({
    url: `${pages}/package/show/isv:team/hello.20260102030405`,
  })
})

test('an instance that is not known has no pages', () => {
  expect(webLink(undefined, 'isv:team', cell)).toEqual({})
  expect(packageLink('none', 'isv:team', 'hello')).toEqual({})
})
