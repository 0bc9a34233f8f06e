import { execFile } from 'node:child_process'
import { constants, readFileSync } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { listBlocks } from '../docs/blocks.js'

const run = promisify(execFile)

interface End {
  readonly code: number | string
  readonly told: string
}

/** Runs a linter that `scripts/prepare.mjs --for test` has installed; resolves to what it has to say. */
async function lint(name: 'actionlint' | 'zizmor', args: readonly string[], cwd = process.cwd()): Promise<End> {
  const program = resolve('.cache', name, 'bin', name)
  // With a home of its own it reads nobody's settings.
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', NO_COLOR: '1' }
  await access(program, constants.X_OK).catch(() => {
    throw new Error(`There is no ${program}: run \`node scripts/prepare.mjs --for test\`.`)
  })
  return new Promise((resolved) => {
    execFile(program, args, { cwd, env }, (error, stdout, stderr) =>
      resolved({ code: error?.code ?? 0, told: `${stdout}${stderr}` }),
    )
  })
}

const zizmor = (files: readonly string[]) =>
  lint('zizmor', [
    '--offline',
    '--no-progress',
    '--quiet',
    '--strict-collection',
    '--config',
    resolve('.github/zizmor.yml'),
    ...files,
  ])

let workflows: readonly string[]
let actions: readonly string[]

beforeAll(async () => {
  const folders = ['.github/workflows', 'examples/workflows']
  const listed = await Promise.all(folders.map(async (each) => (await readdir(each)).map((name) => join(each, name))))
  workflows = [...listed.flat().filter((name) => name.endsWith('.yml')), 'examples/cri-o/workflow.yml']
  actions = ['action.yml', ...(await readdir('actions')).map((name) => `actions/${name}/action.yml`)]
})

describe('the linters', () => {
  test('actionlint, with shellcheck, finds nothing in any workflow, own references, inputs and outputs included', async () => {
    await run('shellcheck', ['--version'])
    expect(await lint('actionlint', [...workflows])).toEqual({ code: 0, told: '' })
  })

  test('actionlint finds nothing in any workflow that a document shows', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'obs-publish-lint-'))
    try {
      const shown = ['README.md', ...(await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
      const blocks = shown.flatMap((file) =>
        listBlocks(readFileSync(file, 'utf8')).flatMap(({ language, text }) =>
          language === 'yaml' && /^jobs:/m.test(text) ? [{ name: `${file.replaceAll('/', '-')}.yml`, text }] : [],
        ),
      )
      expect(blocks.map(({ name }) => name)).toEqual(['README.md.yml', 'docs-home-project.md.yml'])
      for (const { name, text } of blocks) await writeFile(join(folder, name), text)
      expect(
        await lint(
          'actionlint',
          blocks.map(({ name }) => join(folder, name)),
        ),
      ).toEqual({ code: 0, told: '' })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('zizmor finds nothing in any workflow and any action', async () => {
    // What it suppresses by itself are hints that only its stricter personas show.
    expect(await zizmor([...workflows, ...actions])).toEqual({
      code: 0,
      told: expect.stringMatching(/^No findings to report\. Good job!( \([^)]+\))?\n$/),
    })
  })

  test('are told to let something pass only with the reason beside it', async () => {
    const texts = await Promise.all(workflows.map((file) => readFile(file, 'utf8')))
    const passes = texts.flatMap((text) => text.split('\n')).filter((line) => line.includes('zizmor:'))
    expect(passes.filter((line) => !/# zizmor: ignore\[[\w-]+\] -- \w+( \S+){4}/.test(line))).toEqual([])
  })
})

describe('the linters bite', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'obs-publish-lint-'))
    await mkdir(join(folder, '.github', 'workflows'), { recursive: true })
    await mkdir(join(folder, '.git'))
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  const spoilt = [
    'on: { pull_request: {} }',
    'permissions: {}',
    'jobs:',
    '  one:',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    '      - uses: actions/checkout@v7',
    '        with: { persist-credentials: false }',
    '      - run: echo ${{ github.event.pull_request.title }}',
    '',
  ].join('\n')

  test('at an action that is not pinned, and at text of others within a script', async () => {
    const file = join(folder, '.github', 'workflows', 'spoilt.yml')
    await writeFile(file, spoilt)
    const { code, told } = await zizmor([file])
    expect(code).not.toBe(0)
    expect(told).toContain('unpinned-uses')
    expect(told).toContain('template-injection')
    expect((await lint('actionlint', [file], folder)).told).toContain('potentially untrusted')
  })
})
