import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { loadConfig } from '../../src/project/config-file.js'
import { collectSources, type Binary } from '../../src/source/binary.js'
import { oneProgram } from '../support/config.js'
import { fakeProgram } from '../support/fake-program.js'
import type { TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'

/** A project that publishes `hello` for two architectures, and whoever packages it. */
export interface Project {
  /** The address of the project's server. */
  readonly origin: string
  /** What it serves, by path. */
  readonly served: Map<string, string | Buffer>
  /** The paths that were asked for. */
  readonly asked: string[]
  close(): Promise<void>
}

/** Starts a project's server. */
export async function openProject(): Promise<Project> {
  const served = new Map<string, string | Buffer>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const body = served.get(path)
    response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { origin, served, asked, close }
}

export const digest = (content: string | Buffer, algorithm = 'sha256') => createHash(algorithm).update(content).digest('hex')
export const amd64 = fakeProgram('x86_64', 'program')
export const arm64 = fakeProgram('aarch64', 'program')

export interface Collection {
  /** The source of the package, as YAML in one line. */
  readonly source: string
  /** The files of the package; default: the program hello. */
  readonly files?: string
  /** Files beside the config, by name. */
  readonly beside?: Readonly<Record<string, string | Buffer>>
  /** A folder of binaries among those. */
  readonly binaries?: string
  readonly version?: string
  readonly platforms?: readonly string[]
  /** The product's version, when it is another. */
  readonly release?: string
}

/** Collects what the package hello wants of its source. */
export async function collect(collection: Collection, host: TestHost): Promise<readonly Binary[]> {
  const {
    source,
    files = '/usr/bin/hello: { binary: hello }',
    beside = {},
    binaries,
    version = '1.2.3',
    release = version,
  } = collection
  const config = oneProgram
    .replace('{ folder: "bin/{goarch}" }', source)
    .replace('/usr/bin/hello: { binary: hello }', files.replaceAll('\n', '\n      '))
    .concat(collection.platforms === undefined ? '' : `    platforms: [${collection.platforms.join(', ')}]\n`)
    .concat(release === version ? '' : `    version: { '*': ${version} }\n`)
  const folder = await mkdtemp(join(host.directories.work, 'config-'))
  for (const [name, content] of Object.entries({ ...beside, 'packages.yaml': config })) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  const loaded = await loadConfig(join(folder, 'packages.yaml'), host)
  const plan = planOf(loaded, { version: release })
  const given = binaries === undefined ? undefined : join(folder, binaries)
  const requests = plan.packages.map((planned) => ({
    package: planned,
    known: plan.architectures,
    folder: given,
    ...(collection.platforms === undefined ? {} : { targets: collection.platforms }),
  }))
  return (await collectSources(requests, host)).flat()
}
