import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { globSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { parseConfig } from '../../src/config/config.js'
import { oneProgram } from '../support/config.js'

// `format: uri` is for editors; configs are checked by the suite itself.
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, allErrors: true, formats: { uri: true } })
const schema = JSON.parse(readFileSync('docs/packages.schema.json', 'utf8')) as object // what the generator writes
const validate = ajv.compile(schema)

/** What the schema says about a YAML text, as `path: message`. */
function problemsOf(text: string): string[] {
  const config: unknown = parse(text, { merge: true })
  return validate(config) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)
}

test('the published schema is a JSON Schema of draft 7', () => {
  expect(schema).toHaveProperty('$schema', 'http://json-schema.org/draft-07/schema#')
  expect(ajv.validateSchema(schema)).toBe(true)
})

test.each(globSync('{examples,packages}/*/packages.yaml').toSorted())('%s is right by the published schema', (file) => {
  expect(problemsOf(readFileSync(file, 'utf8'))).toEqual([])
})

describe('the published schema, as the suite itself, refuses', () => {
  test.each([
    ['an unknown key', 'section:', 'sektion:', '/packages/hello: must NOT have additional properties'],
    ['a missing key', '    license: Apache-2.0\n', '', "/packages/hello: must have required property 'license'"],
    ['a wrong kind', 'architectures: [x86_64]', 'architectures: x86_64', '/builders/rpm/architectures: must be array'],
    ['a wrong choice', 'format: rpm', 'format: rpn', '/builders/rpm/format: must be equal to one of the allowed values'],
    [
      'an empty list',
      'architectures: [x86_64]',
      'architectures: []',
      '/builders/rpm/architectures: must NOT have fewer than 1 items',
    ],
    [
      'a number for a mode',
      'binary: hello',
      'binary: hello, mode: 755',
      '/packages/hello/files/~1usr~1bin~1hello/mode: must be string',
    ],
    ['a wrong name', '  hello:\n', '  Hello:\n', '/packages: property name must be valid'],
    ['null in a config of its own', 'section: admin', 'section: null', '/packages/hello/section: must be string'],
  ])('%s', (_, from, to, problem) => {
    const broken = oneProgram.replace(from, to)
    expect(problemsOf(broken)).toContain(problem)
    expect(() => parseConfig('packages.yaml', broken)).toThrow()
  })
})

describe('a config that extends another', () => {
  test.each([
    ['may hold a part', 'packages: { hello: { summary: Mine } }'],
    [
      'may remove with null',
      'obs: { publish-project: null }\npackages: { hello: { files: { /x: null }, changelog: { git: null } } }',
    ],
    [
      'may add files of every kind',
      'packages: { hello: { files: { /x: { directory: true }, /y: { link: /x }, /z/: { binary: "*" } } } }',
    ],
    [
      'may say what its packages need',
      'packages: { hello: { requires: { a: any, b: { formats: [deb] }, c: [{ version: ">= 2" }] } } }',
    ],
  ])('%s', (_, text) => {
    expect(problemsOf(`extends: kubernetes\n${text}\n`)).toEqual([])
  })

  test.each([
    ['has no unknown keys', 'packages: { hello: { sumary: Mine } }', '/packages/hello: must NOT have additional properties'],
    [
      'has no wrong kinds',
      'packages: { hello: { files: { /x: { directory: yes } } } }',
      '/packages/hello/files/~1x/directory: must be equal to one of the allowed values',
    ],
    [
      'replaces lists by complete ones',
      'builders: { deb: { paths: [{ project: Debian }] } }',
      "/builders/deb/paths/0: must have required property 'repository'",
    ],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(`extends: kubernetes\n${text}\n`)).toContain(problem)
  })
})
