import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from './node.mjs'

const mebibyte = 1024 ** 2
/** Milliseconds of CPU on a machine where `node -e 0` takes 26 ms of them, and how much more four times the packages may take. */
const limits = { cpu: 500 / 26, memory: 200 * mebibyte, growth: 4.8 }

/** The CPU and memory of judging a look at 300 packages in 10 repositories for 5 architectures, by simulated answers. */
export function measureLook() {
  // Beside the real one: module resolution must find node_modules above it.
  const build = mkdtempSync(join(root, 'build-check-'))
  try {
    const compile = ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', build]
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), compile, { cwd: root, stdio: 'inherit' })
    const measure = (packages) => {
      const worker = [join(root, 'scripts', 'bench', 'look-worker.mjs'), build, packages, 10, 5].map(String)
      return JSON.parse(execFileSync(node, worker, { encoding: 'utf8' }))
    }
    const base = median(Array.from({ length: 5 }, measureNode))
    const small = median(Array.from({ length: 3 }, () => measure(76).first))
    const looks = Array.from({ length: 3 }, () => measure(300))
    const first = median(looks.map((look) => look.first))
    const later = median(looks.map((look) => look.later))
    const memory = median(looks.map((look) => look.memory))
    const rows = [
      ['node -e 0, CPU', base, base],
      ['first look at 15,000 cells, all jobs asked', first, limits.cpu * base],
      ['later look', later, limits.cpu * base],
      ['first look at 3,800 cells', small, limits.cpu * base],
    ]
    for (const [name, value, limit] of rows)
      console.log(
        `${name.padEnd(45)} ${value.toFixed(0).padStart(5)} ms  ${(value / base).toFixed(1).padStart(5)} x node  within ${limit.toFixed(0)} ms`,
      )
    console.log(
      `${'peak memory'.padEnd(45)} ${(memory / mebibyte).toFixed(0).padStart(5)} MiB  within ${limits.memory / mebibyte} MiB`,
    )
    console.log(`${'four times the packages'.padEnd(45)} ${(first / small).toFixed(2).padStart(5)} x  within ${limits.growth} x`)
    return first <= limits.cpu * base && memory <= limits.memory && first / small <= limits.growth
  } finally {
    rmSync(build, { recursive: true, force: true })
  }
}

function measureNode() {
  const program = 'const{user,system}=process.cpuUsage();console.log((user+system)/1000)'
  return Number(execFileSync(node, ['-e', program], { encoding: 'utf8' }))
}

function median(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]
}
