import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { withLock } from '../../src/host/lock.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { transpile } from '../support/transpiled.js'

let host: TestHost
let file: string

beforeEach(async () => {
  host = await testHost()
  file = join(host.directories.temp, 'lock')
})

afterEach(() => host.remove())

test('whoever comes second within a process is told once and waits', async () => {
  const steps: string[] = []
  const first = withLock(file, host, 5000, async () => {
    steps.push('first begins')
    await host.clock.sleep(500)
    steps.push('first ends')
  })
  await host.clock.sleep(100)
  const second = () => Promise.resolve(steps.push('second'))
  await Promise.all([first, withLock(file, host, 5000, second, () => void steps.push('waiting'))])
  expect(steps).toEqual(['first begins', 'waiting', 'first ends', 'second'])
})

test('a holder that lives on after the patience is an error', async () => {
  const message = `${file} is held by another process that still runs; wait for it to end, or end it`
  await withLock(file, host, 0, async () => {
    await expect(withLock(file, { ...host, clock: testClock() }, 1000, () => Promise.resolve())).rejects.toThrow(message)
  })
})

test('a step that fails gives the lock back, and the file stays', async () => {
  await expect(withLock(file, host, 0, () => Promise.reject(new Error('the step')))).rejects.toThrow('the step')
  expect(await withLock(file, host, 0, () => readdir(host.directories.temp))).toEqual(['lock'])
})

test('what a release of the suite before this one left in the file does not matter', async () => {
  await writeFile(file, `${process.pid} 1@00000000-0000-0000-0000-000000000000\n`)
  expect(await withLock(file, host, 0, () => Promise.resolve('done'))).toBe('done')
})

test('a file that was removed and made anew is locked anew', async () => {
  await withLock(file, host, 0, async () => {
    await rm(file)
    await withLock(file, host, 0, async () => {
      await expect(withLock(file, { ...host, clock: testClock() }, 1000, () => Promise.resolve())).rejects.toThrow('is held')
    })
  })
})

test('a program that the holder started does not keep the lock', async () => {
  const child = await withLock(file, host, 0, () => Promise.resolve(spawn('sleep', ['60'], { detached: true })))
  expect(await withLock(file, host, 0, () => Promise.resolve('done'))).toBe('done')
  child.kill()
})

test('a machine without flock is told where it comes from', async () => {
  await expect(withLock(file, { ...host, env: { PATH: '/nonexistent' } }, 0, () => Promise.resolve())).rejects.toThrow(
    '`flock --exclusive --nonblock --conflict-exit-code 75 3` could not be started: spawn flock ENOENT (it is a program of util-linux)',
  )
})

/** Takes the lock, tells who else is inside, and is killed there when told so. */
const contender = (module: string) => `
import { appendFileSync, readdirSync, readFileSync, writeFileSync, unlinkSync } from 'node:fs'
import { withLock } from ${JSON.stringify(module)}
const [file, inside, log, fate] = process.argv.slice(2)
const clock = { now: Date.now, sleep: (time) => new Promise((wake) => setTimeout(wake, time / 200)) }
// Who was killed has lost its memory before it lets go of its files, and is a zombie only after that.
const lives = (pid) => { try { return !readFileSync('/proc/' + pid + '/statm', 'utf8').startsWith('0 ') } catch { return false } }
await withLock(file, { clock, env: process.env }, 600_000, async () => {
  writeFileSync(inside + '/' + process.pid, '')
  const others = readdirSync(inside).filter((pid) => Number(pid) !== process.pid && lives(pid))
  appendFileSync(log, others.length === 0 ? 'alone\\n' : 'OVERLAP\\n')
  await new Promise((wake) => setTimeout(wake, fate === 'killed' ? 150 : 20))
  if (fate === 'killed') process.kill(process.pid, 'SIGKILL')
  unlinkSync(inside + '/' + process.pid)
})`

test('of four processes, two of them killed while they hold the lock, never two are inside at once', async () => {
  const module = await transpile('src/host/lock.ts', join(host.directories.work, 'code'))
  const program = join(host.directories.work, 'code', 'contender.js')
  const [inside, log] = [join(host.directories.work, 'inside'), join(host.directories.work, 'log')]
  await mkdir(inside)
  await writeFile(program, contender(module))
  for (let round = 0; round < 8; round++) {
    const fates = ['killed', 'ends', 'killed', 'ends']
    const contenders = fates.map((fate) => spawn(process.execPath, [program, file, inside, log, fate], { stdio: 'inherit' }))
    const ends = contenders.map((child) => new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code))))
    expect(await Promise.all(ends)).toEqual(['SIGKILL', 0, 'SIGKILL', 0])
  }
  expect((await readFile(log, 'utf8')).split('\n').slice(0, -1)).toEqual(new Array(32).fill('alone'))
}, 120_000)
