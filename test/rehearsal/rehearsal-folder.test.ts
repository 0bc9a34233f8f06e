import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { exists } from '../../src/host/file.js'
import { identifyProcess } from '../../src/host/process.js'
import { claimFolder, keepFolder, removeFolder } from '../../src/rehearsal/rehearsal-folder.js'
import { layOut } from '../../src/sandbox/layout.js'
import { markOf } from '../../src/sandbox/daemon.js'
import { writeState } from '../../src/sandbox/state.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
let directory: string
let started: ChildProcess | undefined

beforeEach(async () => {
  host = await testHost()
  directory = join(host.directories.work, 'rehearsal')
})
afterEach(async () => {
  started?.kill('SIGKILL')
  started = undefined
  await host.remove()
})

/** Starts a process that belongs to the sandbox of the folder, as its daemons do. */
function startMember(): void {
  started = spawn('sleep', ['60'], { env: { ...process.env, ...markOf(layOut(directory)) }, stdio: 'ignore' })
}

async function writeOwner(owner: { pid: number; started: string; kept: boolean }): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'rehearsal.json'), JSON.stringify(owner))
}

async function leavings(): Promise<string[]> {
  return (await readdir(directory)).filter((name) => name !== 'rehearsal.json')
}

const dead = { pid: 1, started: 'never', kept: false }

test('a folder that does not exist and one that is empty become the rehearsal’s own', async () => {
  await claimFolder(directory, host)
  const self = await identifyProcess(process.pid)
  const owner = JSON.parse(await readFile(join(directory, 'rehearsal.json'), 'utf8')) as unknown
  expect(owner).toEqual({ pid: process.pid, started: self, kept: false })
  const empty = join(host.directories.work, 'empty')
  await mkdir(empty)
  await claimFolder(empty, host)
  expect(await readdir(empty)).toEqual(['rehearsal.json'])
})

test.each([false, true])('what an earlier rehearsal has left is removed, kept %s and stopped since', async (kept) => {
  await writeOwner({ ...dead, kept })
  await mkdir(join(directory, 'srv', 'projects'), { recursive: true })
  await claimFolder(directory, host)
  expect(await leavings()).toEqual([])
})

test('what a stopped sandbox has left is removed', async () => {
  await mkdir(directory)
  const ports = { source: 1, repository: 2, gateway: 3 }
  const state = { passwords: {}, ports, architectures: [], distributions: [], ancestors: [], buildRoot: '', ready: false }
  await writeState(layOut(directory), { version: 2, ...state })
  await claimFolder(directory, host)
  expect(await leavings()).toEqual([])
})

test('a folder of files that no rehearsal has made is left alone', async () => {
  await mkdir(directory)
  await writeFile(join(directory, 'thesis.txt'), 'years of work')
  await expect(claimFolder(directory, host)).rejects.toMatchObject({
    name: 'UserError',
    message: `${directory} holds files that no rehearsal has made; name another folder with --directory, or an empty one.`,
  })
  expect(await readdir(directory)).toEqual(['thesis.txt'])
})

test('an OBS that was kept goes on, and how to stop it is told', async () => {
  await claimFolder(directory, host)
  await keepFolder(directory)
  startMember()
  await expect(claimFolder(directory, host)).rejects.toThrow(
    `An OBS that was kept runs in ${directory}; stop it with \`node dist/cli.js obs-sandbox --mode stop --directory ${directory}\`, or name another --directory.`,
  )
  expect(started?.exitCode).toBeNull()
  expect(await exists(directory)).toBe(true)
})

test('the OBS of a rehearsal that was killed is ended and removed', async () => {
  await writeOwner(dead)
  await writeFile(join(directory, 'processes.json'), '[]')
  startMember()
  const ended = new Promise((resolve) => started?.once('exit', (_, signal) => resolve(signal)))
  await claimFolder(directory, host)
  expect(await ended).toBe('SIGTERM')
  expect(await leavings()).toEqual([])
})

test('another rehearsal at work in the folder is not disturbed', async () => {
  await claimFolder(directory, host)
  await writeFile(join(directory, 'x'), '')
  await expect(claimFolder(directory, host)).rejects.toThrow(
    `Another rehearsal (process ${process.pid}) is at work in ${directory}`,
  )
  expect(await leavings()).toEqual(['x'])
})

test('at its end a rehearsal leaves no folder', async () => {
  await claimFolder(directory, host)
  await mkdir(join(directory, 'sources'))
  await removeFolder(directory, host)
  expect(await exists(directory)).toBe(false)
})
