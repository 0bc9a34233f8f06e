import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { listBlocks } from './blocks.js'

/** Stands before the output of each block: ASCII's record separator. */
const separator = '\u001e'

describe.each(['docs/tutorial.md', 'docs/coming-from.md'])('%s', (guide) => {
  const blocks = listBlocks(readFileSync(guide, 'utf8'))
  const commands = blocks.filter(({ language }) => language === 'sh')
  let folder: string
  let outputs: readonly string[]
  let ending: { readonly code: number | null; readonly stderr: string }

  /** All commands of the guide in one shell, which has nothing of this environment, with the shipped bundle as obs-publish. */
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'obs-publish-guide-'))
    mkdirSync(join(folder, 'bin'))
    mkdirSync(join(folder, 'work'))
    const wrapper = `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli.js')}' "$@"\n`
    writeFileSync(join(folder, 'bin', 'obs-publish'), wrapper, { mode: 0o755 })
    const script = commands.map(({ text }) => `printf '\\036'\n${text}`).join('')
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: join(folder, 'work'),
      env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: folder },
      encoding: 'utf8',
      timeout: 240_000,
    })
    outputs = stdout.split(separator).slice(1)
    ending = { code: status, stderr }
  }, 250_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** The place of each text in the guide, and the number of the commands before it, whose output it tells. */
  const told = blocks.flatMap(({ language, text }, index) =>
    language === 'text' ? [{ text, after: blocks.slice(0, index).filter((each) => each.language === 'sh').length - 1 }] : [],
  )

  test('every command succeeds', () => {
    const last = commands[outputs.length - 1]?.text
    expect({ ...ending, last }).toEqual({ code: 0, stderr: expect.any(String), last: commands.at(-1)?.text })
  })

  test.each(told.map(({ text, after }) => [commands[after]?.text.split('\n')[0], text, after] as const))(
    'says what is printed last by the commands from here on: %s',
    (_, text, after) => {
      const output = outputs[after] ?? ''
      expect(output.slice(-text.length)).toBe(text)
    },
  )
})

test('what the tutorial has installed is what the tests have installed', () => {
  const known = readFileSync('scripts/prepare.mjs', 'utf8')
  const installed = listBlocks(readFileSync('docs/tutorial.md', 'utf8'))
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }) => text.replace('# apt-get install --yes ', '').trim().split(' '))
  expect(installed).toContain('rpm')
  expect(installed.filter((name) => !known.includes(`'${name}'`))).toEqual([])
})
