import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { systemClock } from '../../src/host/clock.js'
import { identifyProcess, isSameProcess } from '../../src/host/process.js'
import { layOut, type Layout } from '../../src/sandbox/layout.js'
import { endAll, findDead, listMembers, readDaemons, startDaemon } from '../../src/sandbox/daemon.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
let layout: Layout

beforeEach(async () => {
  host = await testHost()
  layout = layOut(join(host.directories.temp, 'instance'))
  await mkdir(layout.root)
})

afterEach(async () => {
  await endAll(layout, systemClock)
  await host.remove()
})

function start(name: string, script: string): Promise<void> {
  return startDaemon(layout, { name, program: '/bin/sh', args: ['-c', script], cwd: layout.root, log: join(layout.root, 'log') })
}

test('a daemon is recorded as the very process it is', async () => {
  await start('one', 'exec sleep 60')
  const [daemon] = await readDaemons(layout)
  expect(daemon).toMatchObject({ name: 'one', started: expect.stringMatching(/^\d+@[0-9a-f-]{36}$/) })
  expect(daemon?.started).toBe(await identifyProcess(daemon?.pid ?? 0))
  expect(await findDead(layout)).toEqual([])
})

test('the end of an instance takes the children of its daemons with it, those of dead daemons too', async () => {
  await start('one', 'sleep 60 & exec sleep 60')
  await start('two', 'sleep 60 & sleep 60 & sleep 0.1')
  await systemClock.sleep(500)
  expect((await listMembers(layout)).length).toBe(4)
  expect((await findDead(layout)).map((daemon) => daemon.name)).toEqual(['two'])
  expect(await endAll(layout, systemClock)).toEqual({ ended: 4, left: [] })
  expect(await listMembers(layout)).toEqual([])
})

test('a daemon that does not heed TERM is killed', async () => {
  await start('deaf', "trap '' TERM; while :; do sleep 1; done")
  await systemClock.sleep(200)
  expect(await endAll(layout, systemClock)).toEqual({ ended: 2, left: [] })
}, 15_000)

test('a process that has got the number of an ended daemon is left alone', async () => {
  const stranger = spawn('sleep', ['60'], { detached: true })
  const pid = stranger.pid ?? 0
  await writeFile(layout.processes, JSON.stringify([{ name: 'old', pid, started: '1@00000000-0000-0000-0000-000000000000' }]))
  expect(await endAll(layout, systemClock)).toEqual({ ended: 0, left: [] })
  expect(await identifyProcess(pid)).toBeDefined()
  stranger.kill()
})

test('no process is itself under another start time', async () => {
  const started = (await identifyProcess(process.pid)) ?? ''
  expect(await isSameProcess({ pid: process.pid, started })).toBe(true)
  expect(await isSameProcess({ pid: process.pid, started: `9${started}` })).toBe(false)
  expect(await identifyProcess(999_999_999)).toBeUndefined()
})
