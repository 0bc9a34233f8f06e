import { Buffer } from 'node:buffer'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, root } from '../bench/node.mjs'

/** One package with one cell, in projects that no other run uses. */
export function makePublisher(sandbox, apiurl) {
  const folder = mkdtempSync(join(tmpdir(), 'obs-publish-faults-'))
  const project = `test:f${randomBytes(4).toString('hex')}`
  const config = {
    obs: { apiurl, 'build-project': `${project}:build`, 'publish-project': project },
    builders: {
      rpm: { format: 'rpm', paths: [{ project: 'openSUSE:Leap:15.6', repository: 'standard' }], architectures: ['x86_64'] },
    },
    packages: {
      hello: {
        summary: 'Says hello',
        description: `Says hello, from ${project}.`,
        license: 'Apache-2.0',
        maintainer: 'Hello Authors <hello@example.org>',
        url: 'https://example.org/hello',
        source: { folder: 'programs' },
        files: { '/usr/bin/hello': { binary: 'hello' } },
      },
    },
  }
  // JSON is YAML.
  writeFileSync(join(folder, 'packages.yaml'), JSON.stringify(config))
  writeFileSync(join(folder, 'LICENSE'), 'Apache-2.0\n')
  writeFileSync(join(folder, 'README.md'), '# hello\n')
  mkdirSync(join(folder, 'programs'))
  mkdirSync(join(folder, 'temp'))
  writeFileSync(join(folder, 'programs', 'hello'), `#!/bin/sh\necho hello from ${project}\n`, { mode: 0o755 })
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    RUNNER_TEMP: join(folder, 'temp'),
    OSC_USERNAME: sandbox.username,
    OSC_PASSWORD: sandbox.password,
  }
  /** Starts an operation; resolves to its exit code, its outputs and what it said. */
  const run = (operation, inputs, onStart = () => undefined) => {
    const words = Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, value])
    const child = spawn(node, [join(root, 'dist', 'cli.js'), operation, '--json', ...words], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [said, printed] = ['', '']
    child.stderr.on('data', (chunk) => (said += chunk.toString()))
    child.stdout.on('data', (chunk) => (printed += chunk.toString()))
    onStart(child)
    return new Promise((resolve) =>
      child.on('close', (code, signal) => {
        // One that is killed, or whose inputs are wrong, prints nothing.
        const outputs = printed.endsWith('}\n') ? JSON.parse(printed) : {}
        resolve({ code, signal, said, outputs })
      }),
    )
  }
  return {
    project,
    folder,
    run,
    /** Runs setup-osc, whose config the operations after it have. */
    async signIn() {
      const { code, outputs, said } = await run('setup-osc', { apiurl })
      if (code !== 0) throw new Error(`setup-osc ends with ${code}:\n${said}`)
      env.OSC_CONFIG = outputs['config-path']
    },
    publish: (onStart) =>
      run(
        'publish',
        {
          version: '1.0.0',
          install: 'none',
          compression: 'fast',
          'poll-interval': '1s',
          'request-timeout': '3s',
          timeout: '3m',
          'publish-timeout': '2m',
          'repository-url': sandbox.downloadUrl,
          checks: 'presence',
          'verify-timeout': '2m',
        },
        onStart,
      ),
    /** What a run has left for others to find: paths below the folder for temporary files, with their modes. */
    left() {
      const temp = join(folder, 'temp')
      return readdirSync(temp, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => ({
          name: join(entry.parentPath, entry.name),
          mode: (statSync(join(entry.parentPath, entry.name)).mode & 0o777).toString(8),
        }))
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Asks the OBS behind the proxy how it stands: revisions of the package, and containers by their sources. */
export async function inspect(sandbox, project) {
  const credentials = Buffer.from(`${sandbox.username}:${sandbox.password}`).toString('base64')
  const read = async (path) => {
    const response = await fetch(`${sandbox.apiurl}${path}`, {
      headers: { authorization: `Basic ${credentials}`, accept: 'application/xml' },
    })
    return response.ok ? response.text() : ''
  }
  const history = await read(`/source/${project}:build/hello/_history`)
  const info = await read(`/source/${project}?view=info`)
  const binaries = await read(`/build/${project}/_result?view=binarylist`)
  return {
    revisions: [...history.matchAll(/<srcmd5>([0-9a-f]{32})/g)].map(([, srcmd5]) => srcmd5),
    containers: [...info.matchAll(/package="(hello\.\d{14})"/g)].map(([, name]) => name),
    binaries: [...binaries.matchAll(/filename="(hello-[^"]*\.x86_64\.rpm)"/g)].map(([, name]) => name),
  }
}
