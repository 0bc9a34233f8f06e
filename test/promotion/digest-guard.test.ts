import { expect, test } from '@jest/globals'
import type { CheckResult } from '../../src/verify/request.js'
import { compareFacts, comparePackage, describePackages, guardBinaries } from '../../src/promotion/digest-guard.js'

const [a, b, c] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] as const
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

const result = (facts: Readonly<Record<string, string>> | undefined, rest: Partial<CheckResult> = {}): CheckResult => ({
  ...{ check: 'presence', subject: 'deb hello', state: 'passed', passed: true, evidence: 'is there', ...rest },
  ...(facts === undefined ? {} : { facts }),
})
const [debFile, rpmFile] = ['hello_1.0.0-1.1_amd64.deb', 'hello-1.0.0-1.1.x86_64.rpm'] as const

test.each<[string, Readonly<Record<string, string>> | undefined, boolean]>([
  ['a result that saw no file', undefined, true],
  ['a file that the list has not', { file: 'other_1.0.0-1.1_amd64.deb', sha256: c }, true],
  ['the deb of the list', { file: debFile, sha256: a }, true],
  ['the deb of the list, whose digest the index states', { file: debFile, digest: `sha256:${a}` }, true],
  ['the rpm of the list', { file: rpmFile, sha256: a, header: b, payload: c }, true],
  ['another deb', { file: debFile, sha256: b }, false],
  ['another deb, whose digest the index states', { file: debFile, digest: `sha256:${b}` }, false],
  ['a deb of which another digest alone is known', { file: debFile, digest: `sha512:${a}` }, false],
  ['an rpm with another header', { file: rpmFile, header: a, payload: c }, false],
  ['an rpm with another payload', { file: rpmFile, header: b, payload: a }, false],
])('what was downloaded is held to the list: %s', (_, facts, isSame) => {
  const cell = { format: 'deb', package: 'hello', version: '1.0.0-1.1', architecture: 'amd64' } as const
  const failed = {
    ...{ check: 'presence', subject: 'deb hello, by its digests', state: 'failed', passed: false, cell },
    evidence: `${facts?.['file']} is another.`,
  }
  const results = [result(facts, { cell })]
  expect(compareFacts({ packages: { hello: listed } }, results, 'is another.')).toEqual(isSame ? [] : [failed])
})

test('what is for all architectures was built for each, and is there as one of them', () => {
  const paths = ['x86_64', 'aarch64'].map((each) => `deb/${each}/hello_1.0.0-1.1_all.deb`)
  const files = Object.fromEntries(paths.map((path, index) => [path, { sha256: index === 0 ? a : b }]))
  const compare = (sha256 = '') =>
    compareFacts({ packages: { hello: { srcmd5, files } } }, [result({ file: 'hello_1.0.0-1.1_all.deb', sha256 })], 'is another.')
  expect([a, b, c].map((sha256) => compare(sha256).length)).toEqual([0, 0, 1])
})
