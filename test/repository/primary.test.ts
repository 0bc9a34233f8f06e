import { expect, test } from '@jest/globals'
import { startPrimary } from '../../src/repository/primary.js'
import type { PackageEntry, Selection } from '../../src/repository/published-repository.js'

const digest = 'cd'.repeat(32)

function entry(name: string, { epoch = '0', arch = 'x86_64', checksum = 'sha256' } = {}): string {
  return `<package type="rpm">
  <name>${name}</name>
  <arch>${arch}</arch>
  <version epoch="${epoch}" ver="1.30.0~alpha.2" rel="1.1"/>
  <checksum type="${checksum}" pkgid="YES">${digest}</checksum>
  <summary>a &lt;/package&gt; of tests</summary>
  <time file="1" build="2"/>
  <size package="6088" installed="10" archive="240"/>
  <location href="${arch}/${name}.rpm"/>
  <format><rpm:license>MIT</rpm:license><rpm:provides><rpm:entry name="${name}"/></rpm:provides></format>
</package>`
}

function document(entries: readonly string[], count: number | string = entries.length): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${count}">
${entries.join('\n')}
</metadata>`
}

function readPieces(text: string, size: number, selection: Selection) {
  const [bytes, { write, end }] = [Buffer.from(text), startPrimary(selection)]
  for (let start = 0; start < bytes.length; start += size) write(bytes.subarray(start, start + size))
  return end()
}

const isWanted = (name: string) => ['runc', 'kubectl'].includes(name)

function read(text: string, size = 1000): readonly PackageEntry[] {
  const { packages } = readPieces(text, size, { isWanted })
  return packages.map((each) => ({ ...each, text: '' }))
}

const runc = {
  name: 'runc',
  version: '1.30.0~alpha.2-1.1',
  architecture: 'x86_64',
  path: 'x86_64/runc.rpm',
  stated: { size: 6088, digests: { sha256: digest } },
  text: '',
}

test.each([1, 7, 64, 100_000])('primary.xml gives the entries asked for, however it is cut (pieces of %i bytes)', (size) => {
  const text = document([entry('other'), entry('runc'), entry('kubectl', { arch: 'aarch64', epoch: '2' }), entry('runc-doc')])
  expect(read(text, size)).toEqual([
    runc,
    { ...runc, name: 'kubectl', version: '2:1.30.0~alpha.2-1.1', architecture: 'aarch64', path: 'aarch64/kubectl.rpm' },
  ])
})

test('versions that nobody asks for are known to be there, and names are told', () => {
  const names: string[] = []
  const selection = { isWanted, isExact: (name: string) => name === 'kubectl', onOther: (name: string) => void names.push(name) }
  const text = document([entry('other'), entry('runc'), entry('kubectl')])
  const { packages, others } = readPieces(text, 100, selection)
  expect(packages.map(({ name }) => name)).toEqual(['kubectl'])
  expect(others).toEqual([{ name: 'runc', version: '1.30.0~alpha.2-1.1', architecture: 'x86_64' }])
  expect(names).toEqual(['other'])
})

test('an empty primary.xml is sound', () => {
  expect(read(document([]))).toEqual([])
})

test('a location may have a base of its own', () => {
  const text = document([entry('runc').replace('href', 'xml:base="https://example.org/r/" href')])
  expect(read(text)[0]?.path).toBe('https://example.org/r/x86_64/runc.rpm')
})

test.each([
  ['is cut off', document([entry('a'), entry('runc')]).slice(0, 900), 'is cut off after 1 of 2 packages'],
  ['states another number of packages', document([entry('a')], 2), 'holds 1 packages where 2 are stated'],
  ['is no primary.xml', '<html></html>', 'is no primary.xml: it has no element metadata'],
  [
    'has entities of its own',
    `<!DOCTYPE x [<!ENTITY a "b">]>${document([])}`,
    'has a document type of its own, which no repository needs',
  ],
  [
    'uses a weak digest',
    document([entry('runc', { checksum: 'md5' })]),
    'the metadata uses the checksum md5: let createrepo write sha256',
  ],
])('a primary.xml that %s is refused', (_, text, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ name: 'WorkError', message }))
})
