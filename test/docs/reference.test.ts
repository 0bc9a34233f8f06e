import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parseConfig } from '../../src/config/config.js'
import { oneProgram } from '../support/config.js'
import { listBlocks } from './blocks.js'

const text = readFileSync('docs/packages.md', 'utf8')

/** A chapter, from its heading to the next. */
function chapter(title: string): string {
  return text.split(/^## /m).find((each) => each.startsWith(`${title}\n`)) ?? ''
}

/** The package hello with lines of YAML added to it. */
function withLines(lines: string): string {
  return `${oneProgram}${lines.replace(/^(?=.)/gm, '    ')}`
}

test('what the reference shows of relations is right', () => {
  const [yaml] = listBlocks(chapter('Relations'))
  const { requires, provides } = parseConfig('packages.yaml', withLines(yaml?.text ?? '')).config.packages['hello'] ?? {}
  expect([Object.keys(requires ?? {}).length, Object.keys(provides ?? {}).length]).toEqual([7, 1])
})

const examples = [...chapter('Files').matchAll(/^\|.*?\| `([^`]+)`/gm)].map(([, written = '']) => written)

test('the reference shows all kinds of files', () => {
  for (const kind of ['binary', 'member', 'file', 'directory', 'link', 'replace', 'formats'])
    expect(examples.join('\n')).toContain(`${kind}: `)
})

test.each(examples)('what the reference shows of files is right: %s', (written) => {
  const entry = written.startsWith('/') ? written : `/usr/lib/hello: ${written}`
  const config = oneProgram.replace('/usr/bin/hello: { binary: hello }', entry)
  expect(Object.keys(parseConfig('packages.yaml', config).config.packages['hello']?.files ?? {})).toHaveLength(1)
})
