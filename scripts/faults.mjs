// Publishes one package again and again, and spoils each request in each way, kills it at many moments, and starts two at
// once; and promotes and withdraws one by a promotion.yaml, and spoils that: every run ends right, or says that a later one
// may (exit code 3) and the next does.
// Usage: node scripts/faults.mjs [publish] [promote] [--sample] [--part K/N]; without a word both; with OBS_SANDBOX in the
// environment on that sandbox, else on one of its own.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { node, root } from './bench/node.mjs'
import { gatherPromoters } from './faults/promoter.mjs'
import { startProxy } from './faults/proxy.mjs'
import { inspect, makePublisher } from './faults/publisher.mjs'
import { eachOf, lastLine, spoil } from './faults/spoiling.mjs'

const isWanted = (word) => process.argv.includes(word) || !['publish', 'promote'].some((each) => process.argv.includes(each))
const sample = process.argv.includes('--sample')
const part = /^([1-9]\d*)\/([1-9]\d*)$/.exec(process.argv[process.argv.indexOf('--part') + 1] ?? '')
const [piece, pieces] = process.argv.includes('--part') && part ? part.slice(1).map(Number) : [1, 1]
// Runs mostly wait for builds.
const parallel = sample ? 2 : 4
const moments = sample ? 3 : 40
const begun = Date.now()
const say = (text) => console.log(`${String(Math.round((Date.now() - begun) / 1000)).padStart(5)}s  ${text}`)
const problems = []
const run = { sample, piece, pieces, parallel, say, problems }

const own = process.env.OBS_SANDBOX === undefined ? startSandbox() : undefined
const sandbox = own?.sandbox ?? JSON.parse(process.env.OBS_SANDBOX)
try {
  if (isWanted('publish')) {
    const subject = publication()
    const times = await spoil([subject], run)
    if (piece === pieces) {
      await killRuns(times.get(subject.name))
      await publishTwice()
    }
  }
  if (isWanted('promote')) {
    const promoters = gatherPromoters(sandbox)
    await spoil(promoters.subjects, run).finally(() => promoters.close())
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

/** What is spoilt when something is published: each time in projects of its own. */
function publication() {
  return {
    name: 'a publish',
    // The requests that change something, in the ways that hide whether they did, and the two answers that mislead most.
    sample: [
      [/cmd=commitfilelist/, '504 after the effect'],
      [/cmd=release/, 'closed after the effect'],
      [/cmd=release/, 'hang'],
      [/^PUT .*_meta/, 'half a body'],
      [/\/_result/, 'an empty result list'],
      [/_config/, 'a lost backend'],
    ],
    async begin() {
      const proxy = await startProxy(sandbox.apiurl)
      const publisher = makePublisher(sandbox, proxy.url)
      return {
        project: publisher.project,
        proxy,
        run: () => publisher.publish(),
        judge: () => judge(publisher.project, 1),
        end() {
          proxy.close()
          publisher.remove()
        },
      }
    },
  }
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
    parallel,
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
