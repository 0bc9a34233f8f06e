import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from './node.mjs'

/** CPU in multiples of what `node -e 0` takes, how much more four times the rows may take, and the bytes of one page. */
const limits = { cpu: 30, growth: 5, page: 5 * 1024 ** 2, first: 64 * 1024 }

/** The CPU of a site of ten thousand rows, all of one version, and the bytes of its pages. */
export function measureStatus() {
  // Beside the real one: module resolution must find node_modules above it.
  const build = mkdtempSync(join(root, 'build-check-'))
  try {
    const compile = ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', build]
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), compile, { cwd: root, stdio: 'inherit' })
    const worker = join(root, 'scripts', 'bench', 'status-worker.mjs')
    const measure = (rows) => JSON.parse(execFileSync(node, [worker, build, String(rows)], { encoding: 'utf8' }))
    const take = (rows) => [1, 2, 3].map(() => measure(rows)).toSorted((left, right) => left.cpu - right.cpu)[1]
    const program = 'const{user,system}=process.cpuUsage();console.log((user+system)/1000)'
    const bases = [1, 2, 3, 4, 5].map(() => Number(execFileSync(node, ['-e', program], { encoding: 'utf8' })))
    const base = bases.toSorted((left, right) => left - right)[2]
    const [small, large] = [take(2500), take(10_000)]
    const figures = [
      ['10,000 rows, CPU against node -e 0', large.cpu / base, limits.cpu],
      ['four times the rows', large.cpu / small.cpu, limits.growth],
      ['largest page, KiB', large.page / 1024, limits.page / 1024],
      ['first page, KiB', large.first / 1024, limits.first / 1024],
    ]
    for (const [name, value, limit] of figures) console.log(`${name.padEnd(40)} ${value.toFixed(1).padStart(8)}  within ${limit}`)
    return figures.every(([, value, limit]) => value <= limit)
  } finally {
    rmSync(build, { recursive: true, force: true })
  }
}
