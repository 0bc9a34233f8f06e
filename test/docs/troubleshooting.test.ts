import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

/** The text of every source, in which what is filled in is an ellipsis, and marks are not escaped. */
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => flattenTemplates(readFileSync(join('src', name), 'utf8')))

function flattenTemplates(source: string): string {
  let [before, text] = ['', source]
  while (before !== text) [before, text] = [text, text.replace(/\$\{[^{}]*\}/g, '…')]
  return text.replaceAll('\\`', '`')
}

/** The sentences that stand as headings. */
const sentences = readFileSync('docs/troubleshooting.md', 'utf8')
  .split('\n')
  .flatMap((line) => (line.startsWith('### ') ? [line.slice(4).replaceAll('\\', '')] : []))

describe('every sentence of the troubleshooting guide is one of the program', () => {
  test.each(sentences)('%s', (sentence) => {
    const parts = sentence
      .split('…')
      .map((part) => part.trim())
      .filter((part) => part.length > 3)
    expect(parts.length).toBeGreaterThan(0)
    const found = sources.filter((source) => parts.every((part) => source.includes(part)))
    expect({ parts, found: found.length > 0 }).toEqual({ parts, found: true })
  })
})
