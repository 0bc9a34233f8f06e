import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformFileSync } from '@swc/core'
import { node, root } from './node.mjs'

/** Milliseconds between a message of the broker and the look that it causes. */
const limit = 500

/** How soon a message of a real RabbitMQ wakes a wait. */
export function measureEvents() {
  // Beside the real one: module resolution must find node_modules above it.
  const build = mkdtempSync(join(root, 'build-check-'))
  try {
    const compile = ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', build]
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), compile, { cwd: root, stdio: 'inherit' })
    const helper = join(build, 'rabbitmq.mjs')
    const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }
    writeFileSync(helper, transformFileSync(join(root, 'test', 'obs', 'rabbitmq.ts'), options).code)
    const worker = join(root, 'scripts', 'bench', 'events-worker.mjs')
    const measured = JSON.parse(execFileSync(node, [worker, build, helper], { encoding: 'utf8' }))
    const sorted = measured.toSorted((left, right) => left - right)
    const [middle, slowest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    console.log(
      `a look begins ${middle.toFixed(0)} ms after a message, at the slowest ${slowest.toFixed(0)} ms, within ${limit} ms`,
    )
    return slowest <= limit
  } finally {
    rmSync(build, { recursive: true, force: true })
  }
}
