import { spawn } from 'node:child_process'
import { open, readFile, readdir, readlink } from 'node:fs/promises'
import { ToolError, WorkError } from '../error.js'
import { writeWhole } from '../host/file.js'
import type { Clock } from '../host/clock.js'
import { identifyProcess, isSameProcess, statFields, type ProcessIdentity } from '../host/process.js'
import type { Layout } from './layout.js'

/** A daemon of the instance, leader of its own process group. */
export interface Daemon extends ProcessIdentity {
  readonly name: string
}

/** In the environment of everything that an instance starts, so that its processes are known among all others. */
const mark = 'OBS_SANDBOX_DIRECTORY'

export function markOf(layout: Layout): Record<string, string> {
  return { [mark]: layout.root }
}

/** Instances that are being cleaned because their start was interrupted: nothing new may begin in them. */
const closed = new Set<string>()

export function refuseDaemons(layout: Layout): void {
  closed.add(layout.root)
}

/** The daemons that an instance has recorded, dead ones included. */
export async function readDaemons(layout: Layout): Promise<Daemon[]> {
  const text = await readFile(layout.processes, 'utf8').catch(() => '[]')
  // The file is written by startDaemon alone.
  return JSON.parse(text) as Daemon[]
}

/**
 * Starts a program that outlives this one, in a process group of its own, and records it. (The host's exec waits
 * for a program's end.) Its output goes to the log file.
 */
export async function startDaemon(
  layout: Layout,
  daemon: { name: string; program: string; args: readonly string[]; cwd: string; log: string; env?: Record<string, string> },
): Promise<void> {
  if (closed.has(layout.root)) throw new WorkError(`The start of ${layout.root} was interrupted`)
  const log = await open(daemon.log, 'a')
  try {
    const child = spawn(daemon.program, daemon.args, {
      cwd: daemon.cwd,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', ...daemon.env, ...markOf(layout) },
    })
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(new ToolError({ command: daemon.program, code: undefined, stderr: error.message })))
      child.once('spawn', () => resolve(child.pid ?? 0))
    })
    child.unref()
    const started = await identifyProcess(pid)
    if (started === undefined) throw new ToolError({ command: daemon.program, code: 1, stderr: await lastLines(daemon.log) })
    await writeWhole(
      layout.processes,
      JSON.stringify([...(await readDaemons(layout)), { name: daemon.name, pid, started }], null, 1),
      0o600,
    )
  } finally {
    await log.close()
  }
}

/** The recorded daemons that no longer run. */
export async function findDead(layout: Layout): Promise<Daemon[]> {
  const daemons = await readDaemons(layout)
  const alive = await Promise.all(daemons.map(isSameProcess))
  return daemons.filter((_, index) => !alive[index])
}

/** Ends every process of the instance: TERM to groups and stragglers, KILL to what is left after some seconds. */
export async function endAll(layout: Layout, clock: Clock): Promise<{ ended: number; left: number[] }> {
  const first = await listMembers(layout)
  const groups = new Set<number>()
  for (const daemon of await readDaemons(layout)) if (await isSameProcess(daemon)) groups.add(daemon.pid)
  const deadline = clock.now() + 5000
  let members = first
  for (let round = 0; members.length > 0 && round < 100; round++) {
    const signal = clock.now() > deadline ? 'SIGKILL' : 'SIGTERM'
    if (round === 0 || signal === 'SIGKILL') {
      for (const group of groups) send(-group, signal)
      for (const pid of members) send(pid, signal)
    }
    await clock.sleep(100)
    members = await listMembers(layout, groups)
  }
  return { ended: first.length, left: members }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * The processes of an instance: recorded daemons, members of their groups, whatever carries the instance's mark
 * in its environment, and whatever has its root folder inside (builds).
 */
export async function listMembers(layout: Layout, alsoGroups: ReadonlySet<number> = new Set()): Promise<number[]> {
  const groups = new Set(alsoGroups)
  for (const daemon of await readDaemons(layout)) if (await isSameProcess(daemon)) groups.add(daemon.pid)
  const members: number[] = []
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
    if (stat === undefined) continue
    const [state, , group] = statFields(stat)
    if (state === 'Z') continue
    if (groups.has(Number(group)) || (await hasMark(pid, layout.root)) || (await isRootedIn(pid, layout.root))) members.push(pid)
  }
  return members
}

async function hasMark(pid: number, root: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
  return environment.split('\0').includes(`${mark}=${root}`)
}

async function isRootedIn(pid: number, root: string): Promise<boolean> {
  const folder = await readlink(`/proc/${pid}/root`).catch(() => '/')
  return folder.startsWith(`${root}/`)
}

/** The end of a log, for an error message. */
export async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.trim().split('\n').slice(-3).join(' | ')
}
