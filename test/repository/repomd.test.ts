import { expect, test } from '@jest/globals'
import { parseRepomd } from '../../src/repository/repomd.js'

test('repomd.xml states each file compressed and open', () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
  <revision>1700000000</revision>
  <data type="primary">
    <checksum type="sha256">${'aa'.repeat(32)}</checksum>
    <open-checksum type="sha256">${'bb'.repeat(32)}</open-checksum>
    <location href="repodata/aa-primary.xml.gz"/>
    <timestamp>1</timestamp>
    <size>590</size>
    <open-size>1200</open-size>
  </data>
</repomd>`
  expect(parseRepomd(xml)).toEqual({
    revision: '1700000000',
    files: [
      {
        type: 'primary',
        path: 'repodata/aa-primary.xml.gz',
        stated: { size: 590, digests: { sha256: 'aa'.repeat(32) } },
        statedOpen: { size: 1200, digests: { sha256: 'bb'.repeat(32) } },
      },
    ],
  })
})

test.each([
  ['', /^repomd\.xml is no XML: /],
  ['<html><body>Moved</body>', /^repomd\.xml is no XML: /],
  ['<repomd/>', /^lists no metadata$/],
  ['<repomd><data type="primary"/></repomd>', /^repomd\.xml cannot be read: an entry has no href$/],
])('%j is no repomd.xml', (xml, told) => {
  expect(() => parseRepomd(xml)).toThrow(told)
})
