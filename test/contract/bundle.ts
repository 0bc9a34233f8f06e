import { afterAll } from '@jest/globals'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** How a process of the shipped bundle ended. */
export interface Ending {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const dist = resolve('dist')

/**
 * Starts a file of `dist` as its own process, without any network (a namespace of its own, which needs root)
 * and with nothing of this environment but the given variables.
 */
export function startBundle(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Ending> {
  const child = spawn('unshare', ['--net', process.execPath, join(dist, file), ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', (code) => done({ code, stdout, stderr }))
  })
}

/** What a step of a workflow left behind. */
export interface StepEnding extends Ending {
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  readonly state: Readonly<Record<string, string>>
  readonly folder: string
}

/** Runs an operation as a step of a workflow would: INPUT_* and the GITHUB_* files. */
export async function runStep(
  name: string,
  inputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<StepEnding> {
  const folder = await makeFolder(files)
  const kinds = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH']
  const paths = Object.fromEntries(kinds.map((kind) => [kind, join(folder, kind)]))
  for (const path of Object.values(paths)) await writeFile(path, '')
  const given = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value]))
  const ending = await startBundle(
    `${name}.js`,
    [],
    { ...paths, ...given, GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder, ...env },
    folder,
  )
  const read = (kind: string) => readFile(paths[kind] ?? '', 'utf8')
  return {
    ...ending,
    folder,
    outputs: parsePairs(await read('GITHUB_OUTPUT')),
    state: parsePairs(await read('GITHUB_STATE')),
    summary: await read('GITHUB_STEP_SUMMARY'),
  }
}

/** Runs the command line. */
export async function runCommandLine(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Ending> {
  return startBundle('cli.js', args, env, await makeFolder(files))
}

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

async function makeFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-contract-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

/** The `name<<delimiter` blocks of a GITHUB_* file. */
function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {}
  for (const [, name = '', , value = ''] of text.matchAll(/^(.+?)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm)) pairs[name] = value
  return pairs
}
