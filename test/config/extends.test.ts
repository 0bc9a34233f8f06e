import { expect, test } from '@jest/globals'
import { parseConfig, readConfig } from '../../src/config/config.js'
import { parseConfigDocument } from '../../src/config/document.js'
import { oneProgram } from '../support/config.js'

test('a config that extends another overrides single keys, and both are blamed by their own lines', () => {
  const overlay = parseConfigDocument(
    'mine.yaml',
    'extends: base.yaml\nobs: { publish-project: null }\npackages: { hello: { summary: Mine } }\n',
  )
  const base = parseConfigDocument('base.yaml', oneProgram)
  const { config, locate } = readConfig([overlay, base])
  expect(config.obs['publish-project']).toBeUndefined()
  expect(config.packages['hello']?.summary).toBe('Mine')
  expect(config.packages['hello']?.license).toBe('Apache-2.0')
  expect(locate(['packages', 'hello', 'summary'])).toEqual({ file: 'mine.yaml', line: 3, column: 31 })
  expect(locate(['packages', 'hello', 'license'])).toEqual({ file: 'base.yaml', line: 17, column: 14 })
})

test('what an anchor or a merge key brings is blamed where it was written', () => {
  const text = oneProgram
    .replace('packages:\n  hello:\n', 'packages:\n  hello: &hello\n')
    .concat('  other: { <<: *hello, summary: Other }\n')
  const { config, locate } = parseConfig('packages.yaml', text)
  expect(config.packages['other']).toMatchObject({ summary: 'Other', license: 'Apache-2.0' })
  expect(locate(['packages', 'other', 'license'])).toEqual({ file: 'packages.yaml', line: 17, column: 14 })
  expect(locate(['packages', 'other', 'summary'])).toEqual({ file: 'packages.yaml', line: 24, column: 33 })
})

test('a file that is named nowhere lies beside the config that first described its package', () => {
  const overlay = parseConfigDocument('mine.yaml', 'packages: { hello: { summary: Mine } }\n', '/mine')
  const base = parseConfigDocument('base.yaml', oneProgram, '/base')
  const { folderOf } = readConfig([overlay, base])
  expect(folderOf(['packages', 'hello', 'license-file'])).toBe('/base')
  expect(folderOf(['packages', 'hello', 'summary'])).toBe('/mine')
})

test('null removes also what the base never had', () => {
  const overlay = parseConfigDocument('mine.yaml', 'packages: { hello: { requires: { less: null, more: any } } }\n')
  const { config } = readConfig([overlay, parseConfigDocument('base.yaml', oneProgram)])
  expect(config.packages['hello']?.requires).toEqual({ more: [{ version: { holds: true, bounds: [] }, path: [] }] })
})
