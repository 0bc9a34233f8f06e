// Runs the tests and prints `N passed, N failed` last. Usage: node scripts/test.mjs [suite…]
// Suites: static, unit, tools (package tools), contract (the shipped bundle), obs and workflows (both on a sandbox).
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
const suites = process.argv.slice(2).length > 0 ? process.argv.slice(2) : all
const unknown = suites.filter((suite) => !all.includes(suite))
if (unknown.length > 0) {
  console.error(`unknown suite ${unknown.join(', ')}; there are ${all.join(', ')}`)
  process.exit(2)
}

const total = { passed: 0, failed: 0 }
let sandbox
let running
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void finish(130))

try {
  for (const suite of suites) {
    heading(suite)
    if (suite === 'static') checkStatically()
    else {
      if ((suite === 'obs' || suite === 'workflows') && !sandbox) sandbox = startSandbox()
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

function checkStatically() {
  const program = (name, ...args) => [join(root, 'node_modules', '.bin', name), ...args]
  const commands = {
    'types are right': program('tsc'),
    'dist is what the sources build': [node, 'scripts/build.mjs', '--check'],
    'action.yml, tables and schema follow from the declarations': [node, 'scripts/generate.mjs', '--check'],
    'the linter finds nothing': program('eslint', '.'),
    'the formatting is right': program('prettier', '--check', '--log-level=warn', '.'),
  }
  for (const [name, [file, ...args]] of Object.entries(commands)) {
    const { status, stdout, stderr } = spawnSync(file, args, { cwd: root, encoding: 'utf8', env: withNode() })
    console.log(`${status === 0 ? '✓' : '✕'} ${name}`)
    if (status !== 0) console.log(`${stdout}${stderr}`.trim().split('\n').slice(-60).join('\n'))
    count(status === 0 ? 1 : 0, status === 0 ? 0 : 1)
  }
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
  if (suite === 'unit')
    return ['--testPathIgnorePatterns', rooms, '\\.tools\\.test\\.ts$', '[/.]sandbox\\.test\\.ts$', '/node_modules/']
  if (suite === 'obs') return ['--testPathPatterns', '[/.]sandbox\\.test\\.ts$', '--testTimeout=600000', '--maxWorkers=2']
  if (suite === 'tools') return ['--testPathPatterns', '\\.tools\\.test\\.ts$']
  return ['--testPathPatterns', `/test/${suite}/`, '--testTimeout=600000', ...(suite === 'contract' ? [] : ['--maxWorkers=2'])]
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
