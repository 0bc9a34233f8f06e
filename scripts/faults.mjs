// Publishes one package again and again, and spoils each request in each way, kills it at many moments, and starts two at
// once: every run ends right, or says that a later one may (exit code 3) and the next does.
// Usage: node scripts/faults.mjs [--sample] [--part K/N]; with OBS_SANDBOX in the environment on that sandbox, else on one of its own.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { node, root } from './bench/node.mjs'
import { faults, startProxy } from './faults/proxy.mjs'
import { inspect, makePublisher } from './faults/publisher.mjs'

const sample = process.argv.includes('--sample')
const part = /^([1-9]\d*)\/([1-9]\d*)$/.exec(process.argv[process.argv.indexOf('--part') + 1] ?? '')
const [piece, pieces] = process.argv.includes('--part') && part ? part.slice(1).map(Number) : [1, 1]
// Runs mostly wait for builds.
const parallel = sample ? 2 : 4
const moments = sample ? 3 : 40
const begun = Date.now()
const say = (text) => console.log(`${String(Math.round((Date.now() - begun) / 1000)).padStart(5)}s  ${text}`)
const problems = []

const own = process.env.OBS_SANDBOX === undefined ? startSandbox() : undefined
const sandbox = own?.sandbox ?? JSON.parse(process.env.OBS_SANDBOX)
try {
  const base = await measureBase()
  say(`a publish asks ${base.requests.length} things and takes ${Math.round(base.time / 1000)} s`)
  const table = await spoilRequests(base.requests)
  printTable(base.requests, table)
  if (piece === pieces) {
    await killRuns(base.time)
    await publishTwice()
  }
} finally {
  own?.stop()
}
for (const problem of problems) console.log(`PROBLEM ${problem}`)
say(problems.length === 0 ? 'every run ended right, or the next one did' : `${problems.length} runs ended wrong`)
process.exitCode = problems.length === 0 ? 0 : 1

function startSandbox() {
  const folder = mkdtempSync(join(tmpdir(), 'obs-publish-faults-obs-'))
  // OBS's daemons have an account of their own.
  chmodSync(folder, 0o755)
  const directory = join(folder, 'sandbox')
  const run = (words) =>
    spawnSync(node, [join(root, 'dist', 'cli.js'), 'obs-sandbox', '--json', '--directory', directory, ...words], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const { status, stdout } = run(['--config', 'test/support/sandbox.yaml'])
  if (status !== 0) process.exit(1)
  const { 'download-url': downloadUrl, ...outputs } = JSON.parse(stdout)
  return {
    sandbox: { ...outputs, downloadUrl },
    stop() {
      run(['--mode', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A publish without a fault: what it asks, in order, and how long it takes. */
async function measureBase() {
  const proxy = await startProxy(sandbox.apiurl)
  const publisher = makePublisher(sandbox, proxy.url)
  const start = Date.now()
  const { code, said } = await publisher.publish()
  const result = { requests: proxy.seen().map((line) => line.replaceAll(publisher.project, 'P')), time: Date.now() - start }
  proxy.close()
  publisher.remove()
  if (code !== 0) throw new Error(`a publish without a fault ends with ${code}:\n${said}`)
  return result
}

async function spoilRequests(requests) {
  const all = requests.flatMap((line, index) => {
    const [method, path] = line.split(' ')
    return Object.entries(faults).flatMap(([fault, { only = () => true }]) =>
      only(method, path) ? [{ at: index + 1, fault }] : [],
    )
  })
  const chosen = sample ? chooseSample(requests, all) : thin(requests, all).filter((_, index) => index % pieces === piece - 1)
  const table = new Map()
  await eachOf(chosen, async ({ at, fault }, index) => {
    const outcome = await spoilOne(at, fault)
    table.set(`${at} ${fault}`, outcome)
    if (index % 10 === 9) say(`${index + 1} of ${chosen.length} faults tried`)
  })
  return table
}

/** Looks that ask the same again are spoilt in three ways each, in turn, every other request in all. */
function thin(requests, all) {
  return all.filter(({ at, fault }) => {
    const isRepeated = requests.indexOf(requests[at - 1]) < at - 1
    return !isRepeated || Object.keys(faults).indexOf(fault) % 3 === at % 3
  })
}

/** The requests that change something, in the ways that hide whether they did, and the two answers that mislead most. */
function chooseSample(requests, all) {
  const first = (pattern) => requests.findIndex((line) => pattern.test(line)) + 1
  const wanted = [
    [first(/cmd=commitfilelist/), '504 after the effect'],
    [first(/cmd=release/), 'closed after the effect'],
    [first(/cmd=release/), 'hang'],
    [first(/^PUT .*_meta/), 'half a body'],
    [first(/\/_result/), 'an empty result list'],
    [first(/_config/), 'a lost backend'],
  ]
  return all.filter(({ at, fault }) => wanted.some(([place, name]) => place === at && name === fault))
}

/** `right`, `next` when the run after it was, or what is wrong. */
async function spoilOne(at, fault) {
  const proxy = await startProxy(sandbox.apiurl)
  const publisher = makePublisher(sandbox, proxy.url)
  proxy.arm(fault, at)
  const first = await publisher.publish()
  const hit = proxy.hit() ?? 'no request'
  proxy.arm(undefined, 0)
  let outcome = first.code === 0 ? 'right' : 'wrong'
  const name = `${fault} at request ${at} (${hit.replaceAll(publisher.project, 'P')})`
  if (first.code === 3) {
    const second = await publisher.publish()
    outcome = second.code === 0 ? 'next' : 'wrong'
    if (second.code !== 0) problems.push(`${name}: the run after it ended with ${second.code}: ${lastLine(second.said)}`)
  } else if (first.code !== 0) problems.push(`${name}: ended with ${first.code}: ${lastLine(first.said)}`)
  if (outcome !== 'wrong') {
    const wrong = await judge(publisher.project, 1)
    if (wrong !== undefined) {
      outcome = 'wrong'
      problems.push(`${name}: ${wrong}`)
    }
  }
  proxy.close()
  publisher.remove()
  return outcome
}

/** One revision, all that was built is released, and no more containers than runs can have made. */
async function judge(project, runs) {
  const { revisions, containers, binaries } = await inspect(sandbox, project)
  if (new Set(revisions).size !== 1) return `there are ${revisions.length} revisions`
  if (containers.length < 1 || containers.length > runs) return `there are ${containers.length} containers`
  if (new Set(binaries).size !== 1) return `what is published is ${binaries.join(', ') || 'nothing'}`
  return undefined
}

async function killRuns(time) {
  const signals = ['SIGKILL', 'SIGTERM', 'cancel']
  const counts = { right: 0, wrong: 0 }
  await eachOf(
    Array.from({ length: moments }, (_, index) => index),
    async (index) => {
      const signal = signals[index % signals.length]
      const publisher = makePublisher(sandbox, sandbox.apiurl)
      const moment = Math.round((time * (index + 0.5)) / moments)
      const first = await publisher.publish((child) => void kill(child, signal, moment))
      const left = publisher.left()
      const name = `${signal} after ${moment} ms`
      const before = problems.length
      if (signal === 'SIGKILL') {
        const secret = left.filter(({ mode }) => mode !== '600')
        if (secret.length > 0) problems.push(`${name}: it left ${secret.map((each) => `${each.name} (${each.mode})`).join(', ')}`)
      } else if (left.length > 0) problems.push(`${name}: it left ${left.map((each) => each.name).join(', ')}`)
      const second = await publisher.publish()
      if (second.code !== 0) problems.push(`${name}: the next run ended with ${second.code}: ${lastLine(second.said)}`)
      else {
        if (publisher.left().length > 0)
          problems.push(
            `${name}: after the next run there is ${publisher
              .left()
              .map((each) => each.name)
              .join(', ')}`,
          )
        const wrong = await judge(publisher.project, first.code === null ? 2 : 1)
        if (wrong !== undefined) problems.push(`${name}: ${wrong}`)
      }
      counts[problems.length === before ? 'right' : 'wrong']++
      publisher.remove()
    },
  )
  say(`killed at ${moments} moments: ${counts.right} runs after it right, ${counts.wrong} wrong`)
}

/** The runner's cancellation: an interruption, an end after 7.5 s, and no pardon 2.5 s later. */
async function kill(child, signal, moment) {
  await sleep(moment)
  if (signal !== 'cancel') return void child.kill(signal)
  child.kill('SIGINT')
  await Promise.race([sleep(7500), new Promise((done) => child.on('close', done))])
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
}

async function publishTwice() {
  const publisher = makePublisher(sandbox, sandbox.apiurl)
  const ended = await Promise.all([publisher.publish(), publisher.publish()])
  const again = await publisher.publish()
  const wrong = await judge(publisher.project, 2)
  for (const { code, said } of [...ended, again])
    if (code !== 0) problems.push(`two at once: one ended with ${code}: ${lastLine(said)}`)
  if (wrong !== undefined) problems.push(`two at once: ${wrong}`)
  publisher.remove()
  say(`two publishes of the same version at once ended with ${ended.map(({ code }) => code).join(' and ')}`)
}

async function eachOf(items, task) {
  const queue = items.entries()
  const work = async () => {
    for (const [index, item] of queue) await task(item, index)
  }
  await Promise.all(Array.from({ length: parallel }, work))
}

function lastLine(said) {
  return said.trim().split('\n').at(-1) ?? ''
}

function printTable(requests, table) {
  const names = Object.keys(faults)
  const marks = { right: 'right', next: 'next', wrong: 'WRONG' }
  console.log(`\n| request | ${names.join(' | ')} |\n| --- |${' --- |'.repeat(names.length)}`)
  for (const [index, line] of requests.entries()) {
    const cells = names.map((name) => marks[table.get(`${index + 1} ${name}`)] ?? '')
    if (cells.some((cell) => cell !== '')) console.log(`| ${index + 1}. ${line.slice(0, 90)} | ${cells.join(' | ')} |`)
  }
  console.log()
}
