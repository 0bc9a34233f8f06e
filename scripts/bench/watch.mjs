import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { clearInterval, setInterval } from 'node:timers'

const interval = 50
const ticks = 100 // CLK_TCK, which is 100 on every Linux that Node runs on

/**
 * Runs a command and watches it and all it starts in /proc: seconds of CPU by program, and the most memory (bytes) that
 * one process of a program, or of any, ever held.
 */
export function watch(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options })
  const seen = new Map()
  const look = () => {
    for (const pid of family(child.pid)) {
      const found = readProcess(pid)
      if (found) seen.set(pid, { ...found, memory: Math.max(found.memory, seen.get(pid)?.memory ?? 0) })
    }
  }
  const timer = setInterval(look, interval)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      clearInterval(timer)
      if (code !== 0) return reject(new Error(`${program} ${args.join(' ').slice(0, 500)} ended with exit code ${code}`))
      const each = [...seen.values()]
      const cpu = each.reduce((sum, one) => sum + one.cpu, 0)
      const memory = (name) => Math.max(0, ...each.filter((one) => one.name === name).map((one) => one.memory))
      resolve({ cpu, memory, highest: Math.max(0, ...each.map((one) => one.memory)) })
    })
  })
}

function family(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return [pid, ...(children === '' ? [] : children.split(' ').flatMap((each) => family(Number(each))))]
  } catch {
    return []
  }
}

function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
    return {
      name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
      cpu: (Number(fields[11]) + Number(fields[12])) / ticks,
      memory,
    }
  } catch {
    return undefined
  }
}
