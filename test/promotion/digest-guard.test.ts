import { expect, test } from '@jest/globals'
import { comparePackage, describePackages, guardBinaries } from '../../src/promotion/digest-guard.js'

const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64))
const srcmd5 = '1'.repeat(32)
const deb = 'deb/x86_64/hello_1.0.0-1.1_amd64.deb'
const rpm = 'rpm/x86_64/hello-1.0.0-1.1.x86_64.rpm'
const listed = { srcmd5, files: { [deb]: { sha256: a }, [rpm]: { header: b, payload: c } } }

test.each([
  ['the very same', listed, []],
  ['nothing', undefined, ['hello is not there.']],
  [
    'other sources',
    { ...listed, srcmd5: '2'.repeat(32) },
    [`hello was built of the sources ${'2'.repeat(32)}, and the list says ${srcmd5}.`],
  ],
  [
    'another deb',
    { ...listed, files: { ...listed.files, [deb]: { sha256: c } } },
    [`${deb} has the SHA-256 ${c}, and the list says ${a}.`],
  ],
  [
    'an rpm with another header',
    { ...listed, files: { ...listed.files, [rpm]: { header: a, payload: c } } },
    [`${rpm} has the SHA-256 of its header ${a}, and the list says ${b}.`],
  ],
  [
    'an rpm with another payload',
    { ...listed, files: { ...listed.files, [rpm]: { header: b, payload: a } } },
    [`${rpm} has the SHA-256 of its payload ${a}, and the list says ${c}.`],
  ],
  ['a file less', { ...listed, files: { [deb]: { sha256: a } } }, [`${rpm} is not there.`]],
  [
    'a file more',
    { ...listed, files: { ...listed.files, [`${rpm}.rpm`]: { header: a, payload: a } } },
    [`${rpm}.rpm is there, and not in the list.`],
  ],
] as const)('a package of which there is %s', (_, found, problems) => {
  expect(comparePackage('hello', listed, found)).toEqual(problems)
})

test('binaries become what a list says of them, each with the digests of its bytes, and each package alone', async () => {
  const binary = (name: string, builder: string, file: string) => ({
    ...{ package: name, builder, architecture: 'x86_64', file, path: `somewhere/${file}` },
  })
  const read = (path: string) => Promise.resolve(path.endsWith('.deb') ? { sha256: a } : { header: b, payload: c })
  const binaries = [
    binary('hello', 'deb', 'hello_1.0.0-1.1_amd64.deb'),
    binary('hello', 'rpm', 'hello-1.0.0-1.1.x86_64.rpm'),
    binary('other', 'deb', 'other_1.0.0-1.1_amd64.deb'),
  ]
  const sources = new Map([
    ['hello', srcmd5],
    ['empty', '3'.repeat(32)],
  ])
  expect(describePackages(await guardBinaries(binaries, read), sources)).toEqual({
    hello: listed,
    empty: { srcmd5: '3'.repeat(32), files: {} },
  })
})
