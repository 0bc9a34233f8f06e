import { expect, test } from '@jest/globals'
import { renderVersions } from '../../src/report/versions.js'

test.each([
  [{}, ''],
  [{ deb: { x86_64: '1-1.1', aarch64: '1-1.1' }, rpm: { x86_64: '1-1.2' } }, 'deb 1-1.1, rpm 1-1.2'],
  [{ deb: { x86_64: '1-1.2', aarch64: '1-1.1' } }, 'deb/x86_64 1-1.2, deb/aarch64 1-1.1'],
])('%j reads %j', (versions, text) => {
  expect(renderVersions(versions)).toBe(text)
})
