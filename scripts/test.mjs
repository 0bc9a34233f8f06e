// Runs the tests and prints `N passed, N failed` last. Usage: node scripts/test.mjs [suite…] [-- part of a path…]
// Suites: static, unit, tools (package tools), contract (the shipped bundle), obs and workflows (both on a sandbox), and
// long (files named `*.long.*`, which take minutes; every night, and not among the suites that run without a word).
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bundledNode = join(root, 'node_modules', '.bin', 'node')
const node = existsSync(bundledNode) ? bundledNode : process.execPath
const scratch = mkdtempSync(join(tmpdir(), 'obs-publish-tests-'))
// The sandbox's daemons run as another user, who must get through.
chmodSync(scratch, 0o755)
const all = ['static', 'unit', 'tools', 'contract', 'obs', 'workflows']
const words = process.argv.slice(2)
const end = words.includes('--') ? words.indexOf('--') : words.length
const suites = end > 0 ? words.slice(0, end) : all
const parts = words.slice(end + 1)
const unknown = suites.filter((suite) => ![...all, 'long'].includes(suite))
if (unknown.length > 0) {
  console.error(`unknown suite ${unknown.join(', ')}; there are ${all.join(', ')}, long`)
  process.exit(2)
}

const total = { passed: 0, failed: 0 }
let sandbox
let running
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void finish(130))

try {
  for (const suite of suites) {
    heading(suite)
    if (suite === 'static') await checkStatically()
    else {
      if (['obs', 'workflows', 'long'].includes(suite) && !sandbox) sandbox = startSandbox()
      if (sandbox === 'failed') count(0, 1)
      else await runJest(suite)
    }
  }
} catch (error) {
  console.error(error)
  count(0, 1)
}
finish()

function finish(code) {
  if (running !== undefined) process.kill(-running, 'SIGTERM')
  if (sandbox && sandbox !== 'failed') stopSandbox()
  rmSync(scratch, { recursive: true, force: true })
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  process.exit(code ?? (total.failed === 0 && total.passed > 0 ? 0 : 1))
}

async function checkStatically() {
  const program = (name, ...args) => [join(root, 'node_modules', '.bin', name), ...args]
  // Two lanes for two processors; what is generated comes from what is built.
  const lanes = [
    {
      'dist is what the sources build': [node, 'scripts/build.mjs', '--check'],
      'action.yml, tables and schema follow from the declarations': [node, 'scripts/generate.mjs', '--check'],
    },
    {
      'types are right': program('tsc'),
      'the linter finds nothing': program('eslint', '.'),
      'the formatting is right': program('prettier', '--check', '--log-level=warn', '.'),
    },
  ]
  await Promise.all(
    lanes.map(async (lane) => {
      for (const [name, command] of Object.entries(lane)) {
        const { status, output } = await runCheck(command)
        console.log(`${status === 0 ? '✓' : '✕'} ${name}`)
        if (status !== 0) console.log(output.trim().split('\n').slice(-60).join('\n'))
        count(status === 0 ? 1 : 0, status === 0 ? 0 : 1)
      }
    }),
  )
}

function runCheck([file, ...args]) {
  const child = spawn(file, args, { cwd: root, env: withNode(), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ status: 127, output: error.message }))
    child.on('close', (status) => resolve({ status, output }))
  })
}

function runJest(suite) {
  const outcome = join(scratch, `${suite}.json`)
  const args = [...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'], ...selection(suite)]
  const child = spawn(node, [...args, '--json', `--outputFile=${outcome}`], {
    cwd: root,
    env: { ...withNode(), ...surroundings() },
    stdio: ['ignore', 'ignore', 'inherit'],
    // A group of its own, so that an interruption ends its workers and what they started.
    detached: true,
  })
  running = child.pid
  return new Promise((resolve) => {
    child.on('close', () => {
      running = undefined
      if (!existsSync(outcome)) count(0, 1)
      else {
        const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
          readFileSync(outcome, 'utf8'),
        )
        // A test that was skipped proves nothing, and a file that could not be loaded hides its tests.
        count(numPassedTests, numFailedTests + numPendingTests + numRuntimeErrorTestSuites)
      }
      resolve()
    })
  })
}

function selection(suite) {
  const rooms = '/test/(contract|workflows)/'
  const [tools, obs, long] = ['\\.tools\\.test\\.ts$', '[/.]sandbox\\.test\\.ts$', '\\.long\\.']
  const without = (...patterns) => ['--testPathIgnorePatterns', '/node_modules/', ...patterns]
  // Of the suite's files those whose path has one of these parts.
  const narrow = parts.length > 0 ? `(?=.*(?:${parts.join('|')})).*` : ''
  if (suite === 'unit') return [...without(rooms, tools, obs, long), ...(narrow ? ['--testPathPatterns', narrow] : [])]
  const limits = suite === 'tools' ? [] : ['--testTimeout=600000', ...(suite === 'contract' ? [] : ['--maxWorkers=2'])]
  const paths = { long, obs, tools }[suite] ?? `/test/${suite}/`
  return [...(suite === 'long' ? [] : without(long)), ...limits, '--testPathPatterns', `${narrow}${paths}`]
}

function surroundings() {
  if (!sandbox) return {}
  const programs = { '0.169.1': '/usr/bin/osc', '1.x': join(root, '.cache', 'osc-newest', 'bin', 'osc') }
  return {
    OBS_SANDBOX: JSON.stringify(sandbox),
    OSC_PROGRAMS: JSON.stringify(programs),
    ACT_PROGRAM: join(root, '.cache', 'act', 'bin', 'act'),
  }
}

function startSandbox() {
  const directory = join(scratch, 'sandbox')
  const args = ['dist/cli.js', 'obs-sandbox', '--json', '--directory', directory, '--config', 'test/support/sandbox.yaml']
  const { status, stdout } = spawnSync(node, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: withNode(),
  })
  if (status !== 0) return 'failed'
  const { 'download-url': downloadUrl, ...outputs } = JSON.parse(stdout)
  return { ...outputs, downloadUrl, directory }
}

function stopSandbox() {
  const args = ['dist/cli.js', 'obs-sandbox', '--mode', 'stop', '--directory', sandbox.directory]
  spawnSync(node, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: withNode() })
  sandbox = undefined
}

function withNode() {
  return { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` }
}

function heading(suite) {
  console.log(`\n── ${suite}`)
}

function count(passed, failed) {
  total.passed += passed
  total.failed += failed
}
