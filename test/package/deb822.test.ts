import { expect, test } from '@jest/globals'
import { readStanzas } from '../../src/package/deb822.js'

async function read(text: string): Promise<Record<string, string>[]> {
  const stanzas = []
  for await (const stanza of readStanzas(text.split('\n'))) stanzas.push(Object.fromEntries(stanza))
  return stanzas
}

test.each([
  ['nothing', '', []],
  ['fields, whatever the case of their names', 'Package: a\nVERSION: 1:2-3', [{ package: 'a', version: '1:2-3' }]],
  ['stanzas with empty lines between', '\n\nA: 1\n \n\nA: 2\n\n', [{ a: '1' }, { a: '2' }]],
  ['a value on following lines', 'SHA256:\n aa 1 x\n\tbb 2 y\nDate: d', [{ sha256: '\naa 1 x\nbb 2 y', date: 'd' }]],
  ['lines that end as on Windows', 'A: 1\r\nB: 2\r\n\r\nA: 3\r\n', [{ a: '1', b: '2' }, { a: '3' }]],
  ['a line separator inside of a value', 'Description: a\u2028b', [{ description: 'a\u2028b' }]],
  ['an empty value', 'A:\nB: 1', [{ a: '', b: '1' }]],
])('deb822: %s', async (_, text, stanzas) => {
  expect(await read(text)).toEqual(stanzas)
})

test.each([
  ['continues nothing', ' x', 'line 1 continues no field'],
  ['has no colon', 'A: 1\n<html>', 'line 2 is no field'],
])('deb822: a line that %s is refused', async (_, text, message) => {
  await expect(read(text)).rejects.toMatchObject({ name: 'WorkError', message })
})
