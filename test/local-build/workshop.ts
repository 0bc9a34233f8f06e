import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Built } from '../../src/local-build/job.js'
import type { Host } from '../../src/host/host.js'
import { buildPackages } from '../../src/operations/build-packages.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation } from '../operations/run.js'

/** A project of one daemon for two architectures and two other platforms, with everything a package may hold. */
export const daemonConfig = `obs:
  build-project: "isv:test:{channel}:build"
  publish-project: "isv:test:{channel}"
builders:
  deb:
    format: deb
    paths: [{ project: "Debian:12", repository: standard }]
    architectures: [x86_64, aarch64]
  rpm:
    format: rpm
    paths: [{ project: "openSUSE:Leap:15.6", repository: standard }]
    architectures: [x86_64, aarch64]
packages:
  greeter:
    summary: Daemon that greets
    description: Greets whoever comes.
    license: Apache-2.0
    maintainer: Jane Doe <jane@example.org>
    url: https://example.org/greeter
    section: admin
    source: { folder: "bin/{os}-{goarch}" }
    requires: { base-files: ">= 1.0" }
    platforms: [darwin/arm64]
    files:
      /usr/bin/greeter: { binary: greeter }
      /etc/greeter.conf: { file: greeter.conf, config: true }
      /var/lib/greeter: { directory: true, mode: "0750" }
    units:
      greeter.service: { file: greeter.service, restart: true }
`

/** The same without scripts and relations, which an empty system could not install. */
export const plainConfig = daemonConfig
  .replace(/ {4}(?:requires|units):.*\n(?: {6}greeter.service.*\n)?/g, '')
  .replace(', mode: "0750"', '')

/** The files beside that config; the program is a script, which fits every architecture but Windows'. */
export const daemonFiles: Readonly<Record<string, string>> = {
  'packages.yaml': daemonConfig,
  LICENSE: 'Do as you like.\n',
  'README.md': '# greeter\n',
  'greeter.conf': 'greeting=hello\n',
  'greeter.service': '[Service]\nExecStart=/usr/bin/greeter\n',
  'bin/linux-amd64/greeter': '#!/bin/sh\necho hello from amd64\n',
  'bin/linux-arm64/greeter': '#!/bin/sh\necho hello from arm64\n',
  'bin/darwin-arm64/greeter': '#!/bin/sh\necho hello from a Mac\n',
}

/** A host with the suite's parts as they are in the sources. */
export async function buildHost(overrides: Partial<Host> = {}): Promise<TestHost> {
  const host = await testHost(overrides)
  const suite = join(host.directories.work, '../suite')
  await cp('src/sandbox/files', join(suite, 'dist/sandbox'), { recursive: true })
  return { ...host, directories: { ...host.directories, suite } }
}

/** The same, with no program on the search path but flock, which every Linux has. */
export async function bareHost(variables: Readonly<Record<string, string>> = {}): Promise<TestHost> {
  const env: Record<string, string> = { ...variables }
  const host = await buildHost({ env })
  env['PATH'] = join(host.directories.temp, 'bin')
  await mkdir(env['PATH'])
  await symlink('/usr/bin/flock', join(env['PATH'], 'flock'))
  return host
}

/** Writes files below the host's working directory. */
export async function writeFiles(host: Host, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(host.directories.work, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}

/** What a run of build-packages ended with. */
export interface Ending {
  readonly built: readonly Built[]
  /** Empty when it was not told. */
  readonly directory: string
  readonly report: string
  /** The message of the failure, after its kind; undefined when it succeeded. */
  readonly failure: string | undefined
}

/** Runs the operation as a door does. */
export async function build(host: Host, inputs: Readonly<Record<string, string>> = {}): Promise<Ending> {
  const given = inputs['plan'] === undefined ? { version: 'v1.2.3-rc.1', ...inputs } : inputs
  const { outputs, report, failure } = await runOperation(buildPackages, host, given)
  const built = (outputs['built'] ?? []) as readonly Built[] // the operation set them
  const directory = outputs['directory'] ?? ''
  if (typeof directory !== 'string') throw new Error('the output directory is no text')
  return { built, directory, report, failure }
}
