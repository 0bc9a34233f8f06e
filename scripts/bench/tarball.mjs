import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { clearInterval, setInterval } from 'node:timers'
import { node, root } from './node.mjs'
import { watch } from './watch.mjs'

const mebibyte = 1024 ** 2
const limits = { gzip: 0.55, xz: 0.97, unpacking: 256 * mebibyte, node: 200 * mebibyte }
const pack = join(root, 'scripts', 'bench', 'pack.mjs')

/** The tarball of five real programs against what everyone would do; tells whether all limits hold. */
export async function measureTarball() {
  const folder = mkdtempSync(join(tmpdir(), 'obs-publish-bench-'))
  // Beside the real one: module resolution must find node_modules above it.
  const build = mkdtempSync(join(root, 'build-check-'))
  try {
    const compile = ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', build]
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), compile, { cwd: root, stdio: 'inherit' })
    const programs = await fetchPrograms(build, folder)
    const results = await compress(programs, build, folder)
    return [...judge(results), await measureMemory(build, folder)].every(Boolean)
  } finally {
    for (const each of [folder, build]) rmSync(each, { recursive: true, force: true })
  }
}

/** kubectl for five architectures, as Debian builds it; kept from run to run. */
async function fetchPrograms(build, temp) {
  const { fetchSpecimens } = await import(join(build, 'src', 'rehearsal', 'binaries.js'))
  const { systemHost } = await import(join(build, 'src', 'host', 'system.js'))
  const log = { debug: () => undefined, info: say, warning: say, error: say, mask: () => undefined, group: (_, step) => step() }
  const { env } = process
  const cache = env.OBS_PUBLISH_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'obs-publish')
  const directories = { work: root, temp, cache, suite: root }
  const host = systemHost({ log, env, directories, onExport: () => undefined, onPath: () => undefined })
  const architectures = ['x86_64', 'aarch64', 'armv7l', 'ppc64le', 's390x']
  const [kubectl] = await fetchSpecimens([{ package: 'kubectl', path: 'usr/bin/kubectl', suite: 'trixie', architectures }], host)
  say(`kubectl ${kubectl.version} for ${architectures.join(', ')}`)
  return kubectl.folder
}

/** Every way of packing, two at a time; the slowest begin first. */
async function compress(programs, build, folder) {
  const at = (name) => join(folder, name)
  execFileSync('tar', ['--create', '--file', at('plain.tar'), '--directory', programs, '--sort=name', '--mtime=@0', '.'])
  const shell = (command) => ['sh', ['-c', command, 'sh', at('plain.tar')]]
  const own = (name, compression) => [node, [pack, build, programs, at(name), compression]]
  const ways = [
    ['ours, max', 'max.tar.xz', own('max.tar.xz', 'max')],
    ['tar | xz -9e', 'plain.tar.xz', shell(`xz -9e --threads=1 --stdout "$1" > '${at('plain.tar.xz')}'`)],
    ['tar | gzip -9', 'plain.tar.gz', shell(`gzip -9 --stdout "$1" > '${at('plain.tar.gz')}'`)],
    ['ours, fast', 'fast.tar.xz', own('fast.tar.xz', 'fast')],
  ]
  const running = new Set()
  const start = Date.now()
  const timer = setInterval(
    () => say(`${Math.round((Date.now() - start) / 1000)} s: at work: ${[...running].join('; ')}`),
    30_000,
  )
  const results = {}
  const queue = ways.values()
  const work = async () => {
    for (const [title, name, [program, args]] of queue) {
      running.add(title)
      if (title.includes('xz') || title.includes('max')) say(`${title} takes minutes`)
      const { cpu, memory } = await watch(program, args)
      results[title] = { cpu, memory: Math.max(memory('xz'), memory('gzip')), size: statSync(at(name)).size }
      running.delete(title)
    }
  }
  try {
    await Promise.all([work(), work()])
  } finally {
    clearInterval(timer)
  }
  for (const [title, name] of ways) {
    if (!name.endsWith('.xz')) continue
    const { memory } = await watch('xz', ['--decompress', '--stdout', at(name)])
    results[title].unpacking = memory('xz')
  }
  return results
}

function judge(results) {
  const gzip = results['tar | gzip -9'].size
  const xz = results['tar | xz -9e'].size
  console.log('way of packing        MB   x gzip -9  x xz -9e   CPU s  MiB packing  MiB unpacking')
  for (const [title, { size, cpu, memory, unpacking = 0 }] of Object.entries(results)) {
    const cells = [
      (size / 1e6).toFixed(1),
      (size / gzip).toFixed(3),
      (size / xz).toFixed(3),
      cpu.toFixed(0),
      mib(memory),
      mib(unpacking),
    ]
    const widths = [6, 11, 9, 7, 12, 14]
    console.log(`${title.padEnd(18)}${cells.map((cell, index) => cell.padStart(widths[index])).join(' ')}`)
  }
  const { size, unpacking } = results['ours, max']
  return [
    hold('max against gzip -9', size / gzip, limits.gzip),
    hold('max against xz -9e', size / xz, limits.xz),
    hold('MiB to unpack max', unpacking / mebibyte, limits.unpacking / mebibyte),
  ]
}

/** Node's own memory while it packs a gigabyte that is too large for any dictionary. */
async function measureMemory(build, folder) {
  const big = join(folder, 'big')
  mkdirSync(big)
  writeFileSync(join(big, 'program'), '')
  truncateSync(join(big, 'program'), 1024 * mebibyte)
  say('packing 1 GiB')
  const { memory } = await watch(node, [pack, build, big, join(folder, 'big.tar.xz'), 'fast'])
  return hold("MiB of Node's own for 1 GiB", Math.max(memory('node'), memory('MainThread')) / mebibyte, limits.node / mebibyte)
}

function hold(title, value, limit) {
  const held = value > 0 && value <= limit
  console.log(`${title.padEnd(30)} ${value.toFixed(3).padStart(8)}  ${held ? 'within' : 'OVER'} ${limit}`)
  return held
}

function mib(bytes) {
  return bytes === 0 ? '-' : (bytes / mebibyte).toFixed(0)
}

function say(message) {
  console.error(message)
}
