import { randomBytes } from 'node:crypto'
import { stringify } from 'yaml'
import { listPackages, nameContainers, sandbox } from './live.js'
import type { Inputs, Person } from './command.js'

/** The names of a build project and a publish project that no other test uses. */
export interface Projects {
  readonly build: string
  readonly publish: string
}

export function nameProjects(): Projects {
  const publish = `test:w${randomBytes(4).toString('hex')}`
  return { build: `${publish}:build`, publish }
}

/** What a test's config says otherwise than the rest. */
export interface ConfigOptions {
  readonly apiurl?: string
  readonly rpmBase?: string
  /** The SHA-256 that the config states of the programs. */
  readonly sha256?: Readonly<Record<string, string>>
  /** How many containers a release makes. */
  readonly containers?: 'single' | 'split'
}

/** Writes packages.yaml and what it names: one program, a shell script for each architecture, in these versions. */
export async function writeConfig(
  person: Person,
  { build, publish }: Projects,
  versions: readonly string[],
  { apiurl = sandbox.apiurl, rpmBase = 'openSUSE:Leap:15.6', sha256, containers = 'single' }: ConfigOptions = {},
): Promise<void> {
  const architectures = ['x86_64', 'aarch64']
  const debbuild = { project: 'Ubuntu:debbuild', repository: 'Ubuntu_20.04' }
  const builder = (format: string, project: string) => ({
    format,
    paths: [...(format === 'deb' ? [debbuild] : []), { project, repository: 'standard' }],
    architectures,
  })
  const hello = {
    summary: 'Says hello',
    // OBS knows the files of a package's name across projects, and would not ask for them again.
    description: `Says hello to whoever calls it, from ${publish}.`,
    license: 'Apache-2.0',
    maintainer: 'Hello Authors <hello@example.org>',
    url: 'https://example.org/hello',
    source: { folder: 'programs/{version}/{arch}', ...(sha256 === undefined ? {} : { sha256 }) },
    files: { '/usr/bin/hello': { binary: 'hello' } },
  }
  const config = {
    obs: { apiurl, 'build-project': build, 'publish-project': publish },
    builders: { deb: builder('deb', 'Debian:12'), rpm: builder('rpm', rpmBase) },
    packages: { hello },
  }
  await nameContainers(containers, publish)
  await person.write('packages.yaml', stringify(config))
  await person.write('LICENSE', 'Apache-2.0\n')
  await person.write('README.md', '# hello\n')
  for (const version of versions) {
    for (const architecture of architectures) {
      const text = `#!/bin/sh\necho hello ${version} on ${architecture}, from ${publish}\n`
      await person.write(`programs/${version}/${architecture}/hello`, text, 0o755)
    }
  }
}

/** The inputs of `publish` for a version of a config's project. */
export function publishInputs(version: string): Inputs {
  return { version, compression: 'fast', 'poll-interval': '1s', 'repository-url': sandbox.downloadUrl }
}

/** The releases of a project, or undefined when there is no such project. */
export async function listContainers({ publish }: Projects): Promise<readonly string[] | undefined> {
  return (await listPackages(publish))?.filter((name) => !name.startsWith('_'))
}

/** What the name of a release of `hello` looks like. */
export const container = /^hello\.\d{14}$/

/** The files that a revision of `hello` consists of, sorted. */
export function sourceFiles(version: string): readonly string[] {
  const beside = ['changelog', 'copyright', 'lintian-overrides', 'rpmlintrc', 'spec'].map((suffix) => `hello.${suffix}`)
  return [...beside, `hello_${version}.orig.tar.xz`]
}

/** The versions of `hello` by builder and architecture, when they are all the same or one for each builder. */
export function publishedAs(deb: string, rpm = deb): Record<string, Record<string, string>> {
  const everywhere = (version: string) => ({ x86_64: version, aarch64: version })
  return { deb: everywhere(deb), rpm: everywhere(rpm) }
}
