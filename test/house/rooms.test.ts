import { describe, expect, test } from '@jest/globals'
import { Linter } from 'eslint'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import tseslint from 'typescript-eslint'
import { arrows } from '../../scripts/rooms.js'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src', name))
  .toSorted()

/** What the lint rule says of one line in a file of src. */
function lint(file: string, line: string): string[] {
  const config = {
    files: ['**/*.ts'],
    plugins: { rooms: { rules: { arrows } } },
    rules: { 'rooms/arrows': 'error' },
    languageOptions: { parser: tseslint.parser },
  }
  const found = new Linter().verify(line, [config as never], { filename: resolve('src', file) }) // its own types are narrower
  return found.map(({ message }) => message)
}

describe('the lint rule', () => {
  test.each([
    [
      'source/tarball.ts',
      "import { openOsc } from '../obs/osc.js'",
      'source may import words, spec, plan, version, host, and not obs',
    ],
    ['source/tarball.ts', "export * from '../repository/primary.js'", 'and not repository'],
    ['version/order.ts', "import type { Plan } from '../plan/plan.js'", 'version may import words, and not plan'],
    ['verify/verification.ts', "import { readConfig } from '../config/config.js'", 'and not config'],
    ['obs/push.ts', "const { makePlan } = await import('../config/config.js')", 'and not config'],
    ['host/exec.ts', "import type { Package } from '../config/schema.js'", 'host may import words, and not config'],
    ['operations/publish.ts', "import { runCommand } from '../cli/command.js'", 'and not cli'],
    ['plan/planner.ts', "import { readFile } from 'node:fs/promises'", 'plan is pure: nothing in it may touch node:fs/promises'],
    ['glob.ts', "import { exec } from '@actions/exec'", 'words is pure'],
    ['architecture.ts', "import { makePlan } from './plan/planner.js'", 'and not plan'],
    ['issue/decision.ts', "import { openOsc } from '../sandbox/start.js'", 'and not sandbox'],
    ['nowhere/x.ts', "import { isGlob } from '../glob.js'", 'nowhere is no room'],
  ])('bites when %s says %s', (file, line, message) => {
    expect(lint(file, line).join()).toContain(message)
  })

  test.each([
    ['source/tarball.ts', "import type { Plan } from '../plan/plan.js'"],
    ['plan/planner.ts', "import { resolve } from 'node:path'"],
    ['cli/command.ts', "import { registry } from '../operations/registry.js'"],
  ])('lets %s say %s', (file, line) => {
    expect(lint(file, line)).toEqual([])
  })
})

/** The files that a file imports values from. */
function valuesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const named = [...text.matchAll(/^(?:import|export) (?!type\b)(?:[^'";]*? from )?'(\.[^']+)'/gm)]
  return named
    .filter(([statement]) => !/^(?:import|export) \{(?:\s*type \w+(?: as \w+)?,?)+\s*\} from/.test(statement))
    .map(([, specifier = '']) => normalize(join(dirname(file), specifier)).replace(/\.js$/, '.ts'))
}

test('no circle of values between files', () => {
  const finished = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (finished.has(file) || path.includes(file)) return
    for (const next of valuesOf(file)) visit(next, [...path, file])
    finished.add(file)
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

test('nothing downstream of the plan reads the config, and only the doors read the environment', () => {
  const readers = (pattern: RegExp) =>
    files.filter((file) => pattern.test(readFileSync(file, 'utf8'))).map((file) => dirname(file))
  const roomsWith = (pattern: RegExp) => [...new Set(readers(pattern))].toSorted()
  expect(roomsWith(/from '\.\.\/config\/|import\('\.\.\/config\//)).toEqual([
    'src/plan',
    'src/project',
    // The list of promotions is a file of the same kind, read and explained by the same means.
    'src/promotion',
  ])
  expect(roomsWith(/process\.env\b|\{ env \} = process/)).toEqual(['src/action', 'src/cli', 'src/rehearsal'])
})

test('a file is named after one thing, and no file is longer than a reader likes', () => {
  const names = files.map((file) => file.split('/').at(-1) ?? '')
  // An operation is called as its action is.
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual(['plan.ts'])
  const lengths = files.map((file) => readFileSync(file, 'utf8').split('\n').length - 1).toSorted((left, right) => left - right)
  expect(lengths.at(-1)).toBeLessThanOrEqual(250)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(70)
})
