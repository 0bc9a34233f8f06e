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
  return {
    project,
    folder,
    /** Starts a publish; resolves to its exit code and the last line that it said. */
    publish(onStart = () => undefined) {
      const inputs = {
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
      }
      const words = Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, value])
      const env = {
        PATH: process.env.PATH,
        HOME: folder,
        RUNNER_TEMP: join(folder, 'temp'),
        OSC_USERNAME: sandbox.username,
        OSC_PASSWORD: sandbox.password,
      }
      const child = spawn(node, [join(root, 'dist', 'cli.js'), 'publish', ...words], {
        cwd: folder,
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.on('data', (chunk) => (said += chunk.toString()))
      onStart(child)
      return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, said })))
    },
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
