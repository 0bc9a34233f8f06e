import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { clearInterval, setInterval } from 'node:timers'
import { transformFileSync } from '@swc/core'
import { node, root } from './node.mjs'
import { watch } from './watch.mjs'

const mebibyte = 1024 ** 2
/** Of every process of a case, and of all that lies on the disk for it: two packages of 400 MiB. */
const limits = { memory: 300e6, disk: 800 * mebibyte }
/** Seconds after which a case is given up, and how many are judged at the same time. */
const [patience, atOnce] = [60, 2]

/** The most memory and disk that a case of verify's corpus takes, each in a process of its own; tells whether all limits hold. */
export async function measureCorpus() {
  // Beside the real one: module resolution must find node_modules above it.
  const build = mkdtempSync(join(root, 'build-check-'))
  let workshop
  let close
  try {
    compile(build)
    const at = (name) => import(join(build, 'test', 'verify', `${name}.js`))
    const { openWorkshop, closeWorkshop } = await at('fixture')
    close = closeWorkshop
    workshop = await openWorkshop()
    const tools = { ...(await at('corpus/base')), ...(await at('corpus/hostile-site')), build, workshop }
    const bases = await tools.makeBases(workshop)
    const { cases } = await at('corpus/cases')
    const rest = cases.map((each, index) => [each, index])
    const measured = []
    const work = async () => {
      for (let next; (next = rest.shift()) !== undefined;) measured.push(await measureCase(...next, bases, tools))
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return report(measured)
  } finally {
    if (workshop !== undefined) await close(workshop)
    rmSync(build, { recursive: true, force: true })
  }
}

/** The sources, and of the tests what the corpus is made of, as JavaScript. */
function compile(build) {
  const args = ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', build]
  execFileSync(join(root, 'node_modules', '.bin', 'tsc'), args, { cwd: root, stdio: 'inherit' })
  const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }
  const files = ['test/verify', 'test/verify/corpus', 'test/support'].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => (/(?<!\.test)\.ts$/.test(name) ? [join(folder, name)] : [])),
  )
  for (const file of files) {
    const target = join(build, file.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, transformFileSync(join(root, file), options).code)
  }
}

/** Spoils, serves, and has another process judge. */
async function measureCase({ name, base, spoil, routes, address, request }, index, bases, tools) {
  const folder = mkdtempSync(join(tmpdir(), 'obs-publish-corpus-'))
  const desk = await tools.openBase(tools.workshop, bases, base)
  const served = {}
  const site = await tools.serveHostile(desk.root, served)
  desk.url = site.url
  let disk = 0
  const timer = setInterval(() => (disk = Math.max(disk, sizeOf(join(folder, 'temp')))), 25)
  try {
    await spoil?.(desk)
    Object.assign(served, routes?.(desk))
    const question = JSON.stringify({
      url: `${site.url}${address ?? tools.addresses[base]}`,
      base,
      request: writeRequest(request?.(desk) ?? {}),
      usualKey: tools.workshop.keys.good,
    })
    const worker = [join(root, 'scripts', 'bench', 'corpus-worker.mjs'), tools.build, folder, question]
    const { highest } = await watch('timeout', [String(patience), node, ...worker])
    return { name: `${base}: ${name}`, memory: highest, disk }
  } catch (error) {
    return { name: `${base}: ${name}`, memory: Infinity, disk, problem: `${index}: ${error.message.slice(0, 60)}` }
  } finally {
    clearInterval(timer)
    await site.close()
    for (const each of [desk.root, folder]) rmSync(each, { recursive: true, force: true })
  }
}

/** JSON knows no sets and nothing that is undefined. */
function writeRequest(request) {
  const noKey = 'key' in request && request.key === undefined
  return { ...request, noKey, ...(request.checks && { checks: [...request.checks] }) }
}

/** What lies below a folder from which others remove at the same time. */
function sizeOf(path) {
  try {
    const stats = lstatSync(path)
    if (!stats.isDirectory()) return stats.blocks * 512
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
  } catch {
    return 0
  }
}

function report(measured) {
  for (const [what, unit, limit] of [
    ['memory', 'MB', limits.memory],
    ['disk', 'MB', limits.disk],
  ]) {
    console.log(`most ${what} of ${measured.length} cases, within ${(limit / 1e6).toFixed(0)} ${unit}:`)
    const worst = measured.toSorted((one, other) => other[what] - one[what]).slice(0, 10)
    for (const each of worst)
      console.log(`  ${(each[what] / 1e6).toFixed(1).padStart(7)} ${unit}  ${each.name}  ${each.problem ?? ''}`)
  }
  return measured.every(({ memory, disk }) => memory <= limits.memory && disk <= limits.disk)
}
