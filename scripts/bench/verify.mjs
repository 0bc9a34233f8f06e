import { execFileSync } from 'node:child_process'
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, root } from './node.mjs'
import { architectures, makeDeb, makeKey, makeRpm } from './repositories.mjs'
import { watch } from './watch.mjs'

const runs = 5
const mebibyte = 1024 ** 2
const cli = join(root, 'dist', 'cli.js')

/** CPU of verify-repo against apt-get update and dnf makecache on the same data; tells whether all limits hold. */
export async function measureVerify() {
  const folder = mkdtempSync(join(tmpdir(), 'obs-publish-bench-'))
  const home = join(folder, 'gnupg')
  const site = await serve(folder)
  try {
    say('writing repositories of 100,000 entries')
    const key = join(folder, 'key.asc')
    writeFileSync(key, makeKey(home))
    const [entries, names] = [100_000, 10_000]
    makeDeb(make(folder, 'ten'), { entries, names, home })
    makeDeb(make(folder, 'fifth'), { entries: entries / 5, names: names / 5, home })
    makeRpm(make(folder, 'rpm'), { entries, names, home, top: make(folder, 'top') })
    const at = (name) => `${site.url}/${name}/`
    const one = { packages: 'p7', version: '1.0.0', key, checks: 'metadata,signatures,presence' }
    const some = (count) => ({ ...one, packages: list(count), checks: 'metadata' })
    const [suite, version] = debian()
    const archive = '/usr/share/keyrings/debian-archive-keyring.gpg'
    const makecache = dnf(folder, at('rpm'), key)
    const update = apt(folder, 'ten', `${at('ten')} /`, key, architectures)
    const barePass = [node, [join(import.meta.dirname, 'bare-pass.mjs'), `${at('ten')}Packages.gz`]]
    const cases = [
      // Nothing written for Node comes below the bare pass, which judges nothing: the limit is half as much again.
      ['deb, a bare pass', barePass, update, 0.65],
      ['deb, 10,000 names', ours(at('ten'), one), update, 0.85],
      [
        "Debian's main",
        ours(suite, { ...one, packages: 'bash', version, key: archive }),
        apt(folder, 'debian', suite, archive),
        0.7,
      ],
      ['rpm, one name', ours(at('rpm'), one), makecache, 0.4],
      ['rpm, 1,000 names', ours(at('rpm'), some(1000)), makecache, 0.8],
      ['rpm, 10,000 names', ours(at('rpm'), some(names)), makecache, 0.8, 250],
      // Five times as much takes five times as long at most, and less, because of what every start takes.
      ['deb, five times', ours(at('ten'), some(names)), ours(at('fifth'), some(names / 5)), 5, 250],
    ]
    const results = []
    for (const each of cases) results.push(await compare(each, folder))
    return results.every(Boolean)
  } finally {
    site.close()
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A run of verify-repo. */
function ours(url, { packages, version, key, checks }) {
  const options = { 'repository-url': url, packages, version, key, checks, timeout: '60s' }
  return [node, [cli, 'verify-repo', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])]]
}

/** The names of the first packages. */
function list(count) {
  return Array.from({ length: count }, (_, index) => `p${index}`).join(' ')
}

function make(folder, name) {
  mkdirSync(join(folder, name))
  return join(folder, name)
}

/** The main component of the host's own Debian, as its apt has it, and a version that is in it. */
function debian() {
  const targets = execFileSync('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(RELEASE) $(COMPONENT)',
    'Created-By: Packages',
  ])
  const suite =
    targets
      .toString()
      .split('\n')
      .find((line) => / [a-z]+ main$/.test(line)) ?? ''
  const [, release = ''] = suite.split(' ')
  const listed = execFileSync('apt-cache', ['madison', 'bash']).toString().split('\n')
  return [suite, (listed.find((line) => line.includes(` ${release}/main`)) ?? '').split('|')[1]?.trim() ?? '']
}

function apt(folder, name, source, key, machines = ['amd64']) {
  const own = make(folder, `apt-${name}`)
  for (const each of ['lists/partial', 'cache/archives/partial', 'etc']) mkdirSync(join(own, each), { recursive: true })
  const binary = join(own, 'key.gpg')
  writeFileSync(
    binary,
    key.endsWith('.asc')
      ? execFileSync('gpg', ['--homedir', join(folder, 'gnupg'), '--dearmor', '--output', '-', key])
      : execFileSync('cat', [key]),
  )
  writeFileSync(join(own, 'etc/sources.list'), `deb [signed-by=${binary} arch=${machines.join(',')}] ${source}\n`)
  writeFileSync(join(own, 'status'), '')
  const settings = {
    Dir: own,
    'Dir::State': own,
    'Dir::State::lists': join(own, 'lists'),
    'Dir::State::status': join(own, 'status'),
    'Dir::Cache': join(own, 'cache'),
    'Dir::Etc': join(own, 'etc'),
    'Dir::Etc::parts': '/dev/null',
    'APT::Architectures': machines.join(','),
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  }
  writeFileSync(
    join(own, 'apt.conf'),
    Object.entries(settings)
      .map(([key_, value]) => `${key_} "${value}";\n`)
      .join(''),
  )
  const clean = `rm -rf ${own}/lists ${own}/cache/*.bin; mkdir -p ${own}/lists/partial`
  return ['sh', ['-c', `${clean}; APT_CONFIG=${own}/apt.conf exec apt-get -q update`]]
}

function dnf(folder, url, key) {
  const own = make(folder, 'dnf')
  mkdirSync(join(own, 'repos'))
  writeFileSync(join(own, 'repos/x.repo'), `[x]\nname=x\nbaseurl=${url}\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=file://${key}\n`)
  writeFileSync(
    join(own, 'dnf.conf'),
    `[main]\nreposdir=${own}/repos\ncachedir=${own}/cache\npersistdir=${own}/persist\nlogdir=${own}/log\nplugins=0\n`,
  )
  return ['sh', ['-c', `rm -rf ${own}/cache; exec dnf -y -q --config=${own}/dnf.conf --releasever=1 makecache`]]
}

/** Runs both by turns and compares the medians of their CPU, and our memory (MiB) with what is allowed. */
async function compare([title, our, theirs, limit, most = 120], folder) {
  const seconds = { our: [], theirs: [] }
  let memory = 0
  for (let run = 0; run < runs; run++) {
    const { peak } = await timed(our, seconds.our, folder)
    memory = Math.max(memory, peak / mebibyte)
    await timed(theirs, seconds.theirs, folder)
  }
  const [one, other] = [median(seconds.our), median(seconds.theirs)]
  const held = one / other <= limit && memory <= most
  const against = `${one.toFixed(2)} s CPU, theirs ${other.toFixed(2)} s: ${(one / other).toFixed(2)} of ${limit}`
  console.log(`${title.padEnd(20)} ${against}; ${memory.toFixed(0)} of ${most} MiB  ${held ? 'within' : 'OVER'}`)
  return held
}

/** Seconds of CPU of a command with all that it starts, as the shell counts them. */
async function timed([program, args], seconds, folder) {
  const report = join(folder, 'times')
  const command = [
    '-c',
    'report=$1; shift; TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>"$report.errors"; } 2>"$report"',
    'bash',
    report,
    program,
    ...args,
  ]
  const { memory } = await watch('bash', command)
  const [user, system] = execFileSync('cat', [report]).toString().trim().split('\n').at(-1).split(' ').map(Number)
  seconds.push(user + system)
  return { peak: Math.max(memory('node'), memory('MainThread')) }
}

function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

async function serve(folder) {
  const server = createServer((request, response) => {
    const stream = createReadStream(join(folder, decodeURIComponent(new URL(request.url, 'http://h').pathname)))
    stream.on('error', () => response.writeHead(404).end())
    stream.pipe(response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

function say(message) {
  console.error(message)
}
