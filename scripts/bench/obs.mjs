import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, root } from './node.mjs'

const limits = { requests: 15, cpu: 2, push: 0.5 }
const names = ['one', 'two', 'three', 'four', 'five']
const architectures = ['x86_64', 'aarch64', 'ppc64le', 's390x']

/** Publishing that changes nothing, and a push beside a plain script of osc, on a sandbox of its own; tells whether all limits hold. */
export function measureObs() {
  const folder = mkdtempSync(join(tmpdir(), 'obs-publish-bench-'))
  // OBS's daemons have an account of their own.
  chmodSync(folder, 0o755)
  // Beside the real one: module resolution must find node_modules above it.
  const build = mkdtempSync(join(root, 'build-check-'))
  const directory = join(folder, 'sandbox')
  try {
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', build], {
      cwd: root,
      stdio: 'inherit',
    })
    writeConfig(folder)
    const sandbox = command(['obs-sandbox', '--json', '--directory', directory, '--config', 'packages.yaml'], folder)
    const env = { ...process.env, HOME: folder, OSC_CONFIG: writeAccount(folder, sandbox) }
    const bench = { folder, build, env, sandbox, log: join(directory, 'access.log') }
    const unchanged = measureUnchanged(bench)
    const pushed = measurePush(bench)
    const held = (value, limit) => (value <= limit ? '' : '  OVER')
    console.log(
      `publish that changes nothing, 5 packages x 8 cells: ${unchanged.requests} requests within ${limits.requests}${held(unchanged.requests, limits.requests)}`,
    )
    console.log(
      `  its CPU, children included: ${unchanged.cpu.toFixed(2)} s within ${limits.cpu} s${held(unchanged.cpu, limits.cpu)}`,
    )
    for (const line of unchanged.lines) console.log(`    ${line}`)
    console.log(
      `push of 5 packages: ${pushed.own.toFixed(2)} s, plain osc ${pushed.plain.toFixed(2)} s: ${(pushed.own / pushed.plain).toFixed(2)} x within ${limits.push} x${held(pushed.own / pushed.plain, limits.push)}`,
    )
    return unchanged.requests <= limits.requests && unchanged.cpu <= limits.cpu && pushed.own / pushed.plain <= limits.push
  } finally {
    command(['obs-sandbox', '--mode', 'stop', '--json', '--directory', directory], folder)
    for (const each of [folder, build]) rmSync(each, { recursive: true, force: true })
  }
}

function command(words, cwd, env = process.env) {
  const output = execFileSync(node, [join(root, 'dist', 'cli.js'), ...words], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return output.trim() === '' ? {} : JSON.parse(output)
}

function writeConfig(folder) {
  const builder = (format, paths) => ({ format, paths, architectures })
  const described = (name) => ({
    summary: `Says ${name}`,
    description: `Says ${name} to whoever calls it.`,
    license: 'Apache-2.0',
    maintainer: 'Example Maintainers <maintainers@example.org>',
    url: 'https://example.org',
    source: { folder: 'programs' },
    files: { [`/usr/bin/bench-${name}`]: { binary: name } },
  })
  const config = {
    obs: { 'build-project': 'bench:{channel}:build', 'publish-project': 'bench:{channel}' },
    builders: {
      deb: builder('deb', [
        { project: 'Ubuntu:debbuild', repository: 'Ubuntu_20.04' },
        { project: 'Debian:12', repository: 'standard' },
      ]),
      rpm: builder('rpm', [{ project: 'openSUSE:Leap:15.6', repository: 'standard' }]),
    },
    packages: Object.fromEntries(names.map((name) => [`bench-${name}`, described(name)])),
  }
  // JSON is YAML.
  writeFileSync(join(folder, 'packages.yaml'), JSON.stringify(config, null, 2))
  for (const [name, text] of [
    ['LICENSE', 'Apache-2.0\n'],
    ['README.md', '# bench\n'],
  ])
    writeFileSync(join(folder, name), text)
  mkdirSync(join(folder, 'programs'))
  for (const name of names) writeFileSync(join(folder, 'programs', name), `#!/bin/sh\necho ${name}\n`, { mode: 0o755 })
}

function writeAccount(folder, { apiurl, username, password }) {
  const file = join(folder, 'oscrc')
  const plain = 'credentials_mgr_class = osc.credentials.PlaintextConfigFileCredentialsManager'
  const lines = [
    '[general]',
    `apiurl = ${apiurl}`,
    `cookiejar = ${join(folder, 'cookies')}`,
    `[${apiurl}]`,
    `user = ${username}`,
    `pass = ${password}`,
    plain,
    'allow_http = 1',
  ]
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return file
}

/** Plans a version and packs its sources. */
function prepare({ folder, env, sandbox }, version, name) {
  const plan = join(folder, `${name}.json`)
  writeFileSync(plan, JSON.stringify(command(['plan', '--json', '--version', version], folder, env).plan))
  const changed = { ...JSON.parse(readFileSync(plan, 'utf8')), apiurl: sandbox.apiurl }
  writeFileSync(plan, JSON.stringify(changed))
  const sources = join(folder, name)
  for (const operation of ['build-tarball', 'render-specs'])
    command(
      [
        operation,
        '--json',
        '--plan',
        plan,
        '--output',
        sources,
        ...(operation === 'build-tarball' ? ['--compression', 'fast'] : []),
      ],
      folder,
      env,
    )
  return { plan, sources }
}

function measureUnchanged(bench) {
  const { folder, build, env, log } = bench
  const { plan, sources } = prepare(bench, '1.0.0', 'first')
  const run = (timing) => {
    const words = [node, join(root, 'scripts', 'bench', 'publish-worker.mjs'), build, plan, sources, 'all']
    const script = 'TIMEFORMAT="%U %S"; { time "$@" >"$0"; } 2>&1'
    const output = execFileSync('bash', ['-c', script, join(folder, 'said'), ...words], { env, encoding: 'utf8' })
    return timing ? output.trim().split(' ').map(Number) : undefined
  }
  run(false)
  const before = readFileSync(log, 'utf8').length
  const [user = 0, system = 0] = run(true) ?? []
  const [osc = '0', said] = readFileSync(join(folder, 'said'), 'utf8').trim().split('\n')
  if (said !== 'unchanged') throw new Error(`a publish that should change nothing: ${said}`)
  const lines = readFileSync(log, 'utf8').slice(before).trim().split('\n')
  // A 401 and its repetition count once.
  const requests = lines.map((line) => line.split(' ')).filter(([, , , , status]) => status !== '401')
  return {
    requests: requests.length,
    cpu: user + system + Number(osc),
    lines: requests.map(([, , method, path]) => `${method} ${decodeURIComponent(path)}`),
  }
}

/** Two projects without repositories: what is measured is the push. */
function measurePush(bench) {
  const { folder, build, env, sandbox } = bench
  const osc = (args, cwd = folder) => execFileSync('osc', ['-A', sandbox.apiurl, ...args], { cwd, env, stdio: 'ignore' })
  const makeProject = (project) => {
    const put = (kind, text) => {
      writeFileSync(join(folder, 'put'), text)
      osc(['meta', ...kind, '-F', join(folder, 'put')])
    }
    put(['prj', project], `<project name="${project}"><title/><description/></project>`)
    for (const name of names)
      put(
        ['pkg', project, `bench-${name}`],
        `<package name="bench-${name}" project="${project}"><title/><description/></package>`,
      )
  }
  const { plan, sources } = prepare(bench, '2.0.0', 'second')
  const home = `home:${sandbox.username}`
  makeProject(`${home}:own`)
  makeProject(`${home}:plain`)
  const own = { ...JSON.parse(readFileSync(plan, 'utf8')), buildProject: `${home}:own`, publishProject: undefined }
  writeFileSync(plan, JSON.stringify(own))
  const timed = (step) => {
    const start = process.hrtime.bigint()
    step()
    return Number(process.hrtime.bigint() - start) / 1e9
  }
  const push = () =>
    execFileSync(node, [join(root, 'scripts', 'bench', 'publish-worker.mjs'), build, plan, sources, 'push'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  const script = () => {
    for (const name of names) {
      osc(['co', `${home}:plain`, `bench-${name}`])
      const checkout = join(folder, `${home}:plain`, `bench-${name}`)
      execFileSync('cp', ['-r', `${join(sources, `bench-${name}`)}/.`, checkout])
      osc(['addremove'], checkout)
      osc(['ci', '-m', 'bench'], checkout)
    }
  }
  return { own: timed(push), plain: timed(script) }
}
