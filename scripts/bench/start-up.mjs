import { spawnSync } from 'node:child_process'
import { node, root } from './node.mjs'

const rounds = 15

const commands = {
  'node -e 0': ['-e', '0'],
  'plan --help': ['dist/cli.js', 'plan', '--help'],
  'obs-wait --help': ['dist/cli.js', 'obs-wait', '--help'],
  'publish --help': ['dist/cli.js', 'publish', '--help'],
  'obs-sandbox --help': ['dist/cli.js', 'obs-sandbox', '--help'],
}

/** Start-up of the shipped bundle against that of an empty script; tells whether all are within the limit. */
export function measureStartUp() {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(commands)) {
      const start = process.hrtime.bigint()
      spawnSync(node, args, { cwd: root, stdio: 'ignore' })
      times[name].push(Number(process.hrtime.bigint() - start) / 1e6)
    }
  }
  const median = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]
  const base = median(times['node -e 0'])
  const limit = 1.25 * base + 60
  let held = true
  for (const [name, values] of Object.entries(times)) {
    const value = median(values)
    held &&= value <= limit
    console.log(
      `${name.padEnd(20)} ${value.toFixed(0).padStart(5)} ms  ${(value / base).toFixed(2)} x node  ${value <= limit ? 'within' : 'OVER'} ${limit.toFixed(0)} ms`,
    )
  }
  return held
}
