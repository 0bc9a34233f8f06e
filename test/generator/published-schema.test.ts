import { expect, test } from '@jest/globals'
import { publishedSchema } from '../../scripts/generator/published-schema.js'
import type { Schema } from '../../scripts/generator/json-schema.js'

const $schema = 'http://json-schema.org/draft-07/schema#'

/** A schema of one map, as it is published. */
function published(properties: Readonly<Record<string, Schema>>): object {
  return publishedSchema({ $schema, type: 'object', properties, required: Object.keys(properties), additionalProperties: false })
}

test('a config that extends another may leave out anything and remove what a map holds', () => {
  const properties: Record<string, Schema> = {
    name: { type: 'string', description: 'A name.' },
    kind: { type: 'string', enum: ['a', 'b'] },
    flag: { const: true },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    texts: { type: 'object', additionalProperties: { type: 'string' } },
    pairs: { type: 'array', items: { type: 'object', properties: { left: { type: 'string' } }, required: ['left'] } },
  }
  const whole = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
  expect(published(properties)).toEqual({
    $schema,
    title: 'packages.yaml of obs-publish',
    type: 'object',
    if: { required: ['extends'] },
    then: {
      type: 'object',
      properties: {
        name: { type: ['string', 'null'], description: 'A name.' },
        kind: { type: ['string', 'null'], enum: ['a', 'b', null] },
        flag: { enum: [true, null] },
        either: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] },
        texts: { type: ['object', 'null'], additionalProperties: { type: ['string', 'null'] } },
        pairs: { ...properties['pairs'], type: ['array', 'null'] },
      },
      required: [],
      additionalProperties: false,
    },
    else: whole,
    definitions: {},
  })
})

test('what several keys have alike is defined once, and each keeps its own description', () => {
  const long = { type: 'string', pattern: 'x'.repeat(400) }
  const properties = { first: { ...long, description: 'One.' }, second: { ...long, description: 'Other.' } }
  expect(published(properties)).toMatchObject({
    else: {
      properties: {
        first: { description: 'One.', allOf: [{ $ref: '#/definitions/first-2' }] },
        second: { description: 'Other.', allOf: [{ $ref: '#/definitions/first-2' }] },
      },
    },
    definitions: { first: { ...long, type: ['string', 'null'] }, 'first-2': long },
  })
})
