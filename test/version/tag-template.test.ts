import { expect, test } from '@jest/globals'
import { readTagTemplate, stripTag, suggestTemplate } from '../../src/version/tag-template.js'

test.each([
  ['api/v{version}', 'api/v1.2.3', '1.2.3'],
  ['api/v{version}', 'cli/v1.2.3', undefined],
  ['api/v{version}', 'v1.2.3', undefined],
  ['api/v{version}', 'api/v', undefined],
  ['release-{version}', 'release-1.2.3-rc.1', '1.2.3-rc.1'],
  ['{version}-app', '1.2.3-app', '1.2.3'],
  ['{version}', 'v1.2.3', 'v1.2.3'],
])('of %s the tag %s is version %s', (text, tag, version) => {
  const template = readTagTemplate(text)
  expect(template && stripTag(tag, template)).toBe(version)
})

test.each(['api/v', '{version}{version}', 'api {version}', '{name}-{version}'])('%s is no template', (text) => {
  expect(readTagTemplate(text)).toBeUndefined()
})

test.each([
  ['api/v1.5.0', 'api/v{version}'],
  ['release-1.2.3', 'release-{version}'],
  ['app-server-1.2.3-rc.1', 'app-server-{version}'],
  ['v1.2.3', undefined],
  ['1.2.3-1', undefined],
  ['latest', undefined],
])('the template of the tag %s is %s', (tag, template) => {
  expect(suggestTemplate(tag)).toBe(template)
})
