import { expect, test } from '@jest/globals'
import { findStanding, findTaken, findUnlisted } from '../../src/promotion/standing.js'
import { containerOf, debOf, listedAs, sourcesOf } from './sample.js'

const paths = [debOf('1.0.0-1.1'), debOf('1.0.0-1.1', 'aarch64')]
const version = listedAs('1.0.0', '1', paths)
const [amd64 = '', arm64 = ''] = paths

test.each([
  ['nothing', [], { containers: [], missing: paths, surplus: [] }],
  ['all of it in one container', [['1', paths]], { containers: ['hello.20260101000001'], missing: [], surplus: [] }],
  [
    'all of it in two containers',
    [
      ['1', [amd64], 'hello.20260101000000'],
      ['1', [arm64], 'hello.20260101000001'],
    ],
    { containers: ['hello.20260101000000', 'hello.20260101000001'], missing: [], surplus: [] },
  ],
  ['a part of it', [['1', [amd64]]], { containers: ['hello.20260101000001'], missing: [arm64], surplus: [] }],
  [
    'a file more',
    [['1', [...paths, 'rpm/x86_64/hello-1.0.0-1.1.x86_64.rpm']]],
    { containers: ['hello.20260101000001'], missing: [], surplus: ['rpm/x86_64/hello-1.0.0-1.1.x86_64.rpm'] },
  ],
  ['the same names from other sources', [['2', paths]], { containers: [], missing: paths, surplus: [] }],
  [
    'the same sources under another name',
    [['1', paths, 'hello-doc.20260101000001']],
    { containers: [], missing: paths, surplus: [] },
  ],
  [
    'what another channel had released before',
    [['1', paths, 'hello.20260101000001.20260102000001']],
    { containers: ['hello.20260101000001.20260102000001'], missing: [], surplus: [] },
  ],
] as const)('a publish project with %s', (_, held, expected) => {
  const containers = held.map(([digit, files, name]) => containerOf(digit, files, name))
  const found = findStanding(version, containers)
  expect(found.map((each) => ({ ...each, containers: each.containers.map(({ name }) => name) }))).toEqual([
    { package: 'hello', srcmd5: sourcesOf('1'), ...expected },
  ])
})

test('what no version of the list has is unlisted, and what is yanked is listed still', () => {
  const versions = [version, listedAs('1.0.1', '2', [debOf('1.0.1-1.1')], { yanked: 'bad' })]
  const held = [
    containerOf('1', paths),
    containerOf('2', [debOf('1.0.1-1.1')]),
    containerOf('3', [debOf('1.0.2-1.1')]),
    containerOf('1', [], 'stranger'),
    // It is empty, and may be being made.
    containerOf('4', []),
  ]
  expect(findUnlisted(versions, held).map(({ name }) => name)).toEqual([
    'hello.20260101000003',
    'stranger',
    'hello.20260101000004',
  ])
})

const sentence = (path: string, container: string) =>
  `${path} is published already, from other sources, as ${container}, and users would go on getting that one: publish the next version.`

test.each([
  ['its own sources', [containerOf('1', paths)], []],
  ['other versions', [containerOf('2', [debOf('1.0.1-1.1')])], []],
  ['a file of its name from other sources', [containerOf('2', [arm64])], [sentence(arm64, 'hello.20260101000002')]],
  [
    'all of its names in a package of somebody else',
    [containerOf('2', paths, 'stranger')],
    [sentence(amd64, 'stranger'), sentence(arm64, 'stranger')],
  ],
  ['its name in another format’s repository', [containerOf('2', [amd64.replace('deb/', 'debian/')])], []],
])('beside %s a version can be published, or not', (_, held, problems) => {
  expect(findTaken(version, held)).toEqual(problems)
})
