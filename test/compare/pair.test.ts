import { expect, test } from '@jest/globals'
import { pairPackages } from '../../src/compare/pair.js'
import type { PackageModel } from '../../src/package/package-model.js'
import { makeModel } from './model.js'

const label = (model?: PackageModel) => model && [model.name, model.version, model.architecture, model.format].join(' ')
const pairs = (left: readonly PackageModel[], right: readonly PackageModel[]) =>
  pairPackages(left, right).map((pair) => [label(pair.left), label(pair.right)])

const demo = makeModel()
const newer = makeModel({ version: '1.1-1' })
const other = makeModel({ name: 'other' })
const arm = makeModel({ architecture: 'aarch64' })
const rpm = makeModel({ format: 'rpm' })

test('packages are paired by name, architecture and format, whatever their versions', () => {
  expect(pairs([demo, other, rpm], [rpm, newer, arm])).toEqual([
    [undefined, 'demo 1.0-1 aarch64 deb'],
    ['demo 1.0-1 x86_64 deb', 'demo 1.1-1 x86_64 deb'],
    ['demo 1.0-1 x86_64 rpm', 'demo 1.0-1 x86_64 rpm'],
    ['other 1.0-1 x86_64 deb', undefined],
  ])
})

test('of several versions each is paired with itself', () => {
  expect(pairs([demo, newer], [newer])).toEqual([
    ['demo 1.0-1 x86_64 deb', undefined],
    ['demo 1.1-1 x86_64 deb', 'demo 1.1-1 x86_64 deb'],
  ])
})

test('two packages alone are a pair, whatever they are called', () => {
  expect(pairs([demo], [makeModel({ name: 'other', format: 'rpm' })])).toEqual([
    ['demo 1.0-1 x86_64 deb', 'other 1.0-1 x86_64 rpm'],
  ])
})

test('debs are paired with rpms when neither side has both', () => {
  const rpms = [rpm, makeModel({ name: 'other', format: 'rpm' })]
  expect(pairs([demo, other], rpms)).toEqual([
    ['demo 1.0-1 x86_64 deb', 'demo 1.0-1 x86_64 rpm'],
    ['other 1.0-1 x86_64 deb', 'other 1.0-1 x86_64 rpm'],
  ])
  expect(pairs([demo, other, rpm], rpms)).toContainEqual(['demo 1.0-1 x86_64 deb', undefined])
})

test('copies of a package count once, and two packages of one name are refused', () => {
  expect(pairs([demo, makeModel({ file: '/copy.deb' })], [newer])).toEqual([['demo 1.0-1 x86_64 deb', 'demo 1.1-1 x86_64 deb']])
  const another = makeModel({ file: '/another.deb', size: { package: 1, installed: 1 } })
  expect(() => pairs([demo, another], [demo])).toThrow(
    '/packages/demo.deb and /another.deb are both deb demo 1.0-1 x86_64 and differ: give a folder that holds each package once.',
  )
})
