import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { namesOf } from '../../src/architecture.js'
import type { Format } from '../../src/format.js'
import type { ExpectedCell } from '../../src/verify/request.js'

const run = promisify(execFile)

export type KeyName = 'good' | 'other' | 'expired'

/** A real repository in the making, and how it is spoilt. */
export interface Publication {
  readonly format: Format
  /** Default: x86_64 and aarch64. */
  readonly architectures?: readonly string[]
  readonly versions?: readonly string[]
  /** The key of the metadata; `none` leaves the repository unsigned. Default: good. */
  readonly key?: KeyName | 'none'
  /** The key of the rpms; `none` leaves them unsigned. Default: the metadata's. */
  readonly rpmKey?: KeyName | 'none'
  /** createrepo_c's name of the compression. Default: gz. */
  readonly compression?: string
  /** What debs are called. Default: demo. */
  readonly package?: string
  /** Fields for the control file of each deb. */
  readonly control?: string
  /** The script that each deb runs when it is configured. */
  readonly script?: string
}

/** Everything the fixtures share: keys and a folder. */
export interface Workshop {
  readonly folder: string
  /** The armored public keys. */
  readonly keys: Readonly<Record<KeyName, string>>
  readonly environment: NodeJS.ProcessEnv
}

const created: Readonly<Record<KeyName, readonly string[]>> = {
  good: [],
  other: [],
  expired: ['--faked-system-time', '20200101T000000!'],
}
const debNames: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'armhf',
  ppc64le: 'ppc64el',
  i586: 'i386',
}

/** Makes the keys; the expired one was good for a year in 2020. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-repository-'))
  const home = join(folder, 'gnupg')
  await mkdir(home, { mode: 0o700 })
  const environment = { ...process.env, GNUPGHOME: home, HOME: folder, LC_ALL: 'C.UTF-8' }
  const keys = { good: '', other: '', expired: '' }
  for (const name of ['good', 'other', 'expired'] as const) {
    const create = [
      '--batch',
      '--passphrase',
      '',
      ...created[name],
      '--quick-generate-key',
      `${name}@example.org`,
      'rsa2048',
      'sign',
      '1y',
    ]
    await run('gpg', create, { env: environment })
    keys[name] = (await run('gpg', ['--armor', '--export', `${name}@example.org`], { env: environment })).stdout
  }
  return { folder, keys, environment }
}

export async function closeWorkshop({ folder, environment }: Workshop): Promise<void> {
  await run('gpgconf', ['--kill', 'all'], { env: environment })
  await rm(folder, { recursive: true, force: true })
}

/** The content of the one program that the package `demo` ships. */
export function program(version: string, architecture: string): string {
  return `demo ${version} for ${architecture}\n`
}

/** What a publication should hold of a version and architecture. */
export function cellOf(version: string, architecture: string): ExpectedCell {
  const sha256 = createHash('sha256').update(program(version, architecture)).digest('hex')
  return { package: 'demo', version, architecture: namesOf(architecture), files: [{ path: '/usr/bin/demo', sha256 }] }
}

/** Builds packages with dpkg-deb or rpmbuild, writes the metadata as OBS does, signs, and returns the repository's folder. */
export async function publish(workshop: Workshop, publication: Publication): Promise<string> {
  const root = await mkdtemp(join(workshop.folder, `${publication.format}-`))
  const { architectures = ['x86_64', 'aarch64'], versions = ['1.0.0'], format, key = 'good' } = publication
  for (const version of versions) {
    for (const architecture of architectures) {
      if (format === 'deb') await buildDeb(root, version, architecture, publication)
      else await buildRpm(workshop, root, version, architecture)
    }
  }
  const rpmKey = publication.rpmKey ?? key
  if (format === 'rpm' && rpmKey !== 'none') await signRpms(workshop, root, rpmKey)
  await writeMetadata(workshop, root, publication)
  return root
}

async function buildDeb(root: string, version: string, architecture: string, publication: Publication): Promise<void> {
  const name = debNames[architecture] ?? architecture
  const tree = join(root, '.tree')
  await mkdir(join(tree, 'DEBIAN'), { recursive: true })
  await mkdir(join(tree, 'usr/bin'), { recursive: true })
  await mkdir(join(root, name), { recursive: true })
  const { package: pkg = 'demo' } = publication
  const fields = `Package: ${pkg}\nVersion: ${version}-1.1\nArchitecture: ${name}\nMaintainer: Tests <tests@example.org>\n${publication.control ?? ''}`
  await writeFile(join(tree, 'DEBIAN/control'), `${fields}Description: a program for tests\n`)
  if (publication.script) await writeFile(join(tree, 'DEBIAN/postinst'), publication.script, { mode: 0o755 })
  await writeFile(join(tree, 'usr/bin/demo'), program(version, architecture), { mode: 0o755 })
  // The same package twice is the same bytes, whatever second it is.
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1000000000' }
  const file = join(root, name, `${pkg}_${version}-1.1_${name}.deb`)
  await run('dpkg-deb', ['--root-owner-group', '-Zgzip', '--build', tree, file], { env })
  await rm(tree, { recursive: true })
}

async function buildRpm(workshop: Workshop, root: string, version: string, architecture: string): Promise<void> {
  const target = architecture === 'armv7l' ? 'armv7hl' : architecture
  const top = await mkdtemp(join(workshop.folder, 'rpmbuild-'))
  await writeFile(join(top, 'demo'), program(version, architecture))
  await writeFile(
    join(top, 'demo.spec'),
    `Name: demo
Version: ${version}
Release: 1.1
Summary: A program for tests
License: MIT
AutoReqProv: no
%description
A program.
%install
install -D -m 755 ${join(top, 'demo')} %{buildroot}/usr/bin/demo
%files
/usr/bin/demo
`,
  )
  const options = ['--define', `_topdir ${top}`, '--define', 'debug_package %{nil}', '--define', '__os_install_post %{nil}']
  await run('rpmbuild', ['-bb', '--target', target, ...options, join(top, 'demo.spec')], { env: workshop.environment })
  await mkdir(join(root, target), { recursive: true })
  const name = `demo-${version}-1.1.${target}.rpm`
  await copyFile(join(top, 'RPMS', target, name), join(root, target, name))
  await rm(top, { recursive: true })
}

export async function signRpms({ environment }: Workshop, root: string, key: KeyName): Promise<void> {
  const gpg = [
    '--batch',
    '--pinentry-mode',
    'loopback',
    ...(created[key].length > 0 ? ['--faked-system-time', '20200102T000000!'] : []),
  ]
  const macros = [`_gpg_name ${key}@example.org`, '__gpg /usr/bin/gpg', `_gpg_sign_cmd_extra_args ${gpg.join(' ')}`]
  await run('rpmsign', ['--addsign', ...macros.flatMap((macro) => ['--define', macro]), ...(await packagesOf(root))], {
    env: environment,
  })
}

/** The paths of the packages in a repository. */
export async function packagesOf(root: string): Promise<string[]> {
  const names = await readdir(root, { recursive: true })
  return names
    .filter((name) => /\.(deb|rpm)$/.test(name))
    .sort()
    .map((name) => join(root, name))
}

/** Writes and signs the metadata of the packages that are there now. */
export async function writeMetadata(
  workshop: Workshop,
  root: string,
  { format, key = 'good', compression = 'gz' }: Publication,
): Promise<void> {
  const keyFile = key === 'none' ? 'good' : key
  if (format === 'rpm') {
    await run('createrepo_c', [
      '-q',
      '--no-database',
      '--revision',
      '1',
      '--checksum=sha256',
      `--general-compress-type=${compression}`,
      root,
    ])
    await sign(workshop, key, join(root, 'repodata/repomd.xml'), join(root, 'repodata/repomd.xml.asc'), '--detach-sign')
    await writeFile(join(root, 'repodata/repomd.xml.key'), workshop.keys[keyFile])
    return
  }
  const { stdout } = await run('dpkg-scanpackages', ['--multiversion', '.', '/dev/null'], { cwd: root })
  await writeFile(join(root, 'Packages'), stdout.replaceAll('Filename: ./', 'Filename: '))
  await run('gzip', ['-9nkf', 'Packages'], { cwd: root })
  await writeRelease(workshop, root, key)
  await writeFile(join(root, 'Release.key'), workshop.keys[keyFile])
}

/** Writes Release for the indexes that are there now, Release.gpg and InRelease. */
export async function writeRelease(workshop: Workshop, root: string, key: KeyName | 'none'): Promise<void> {
  const listed = []
  for (const name of ['Packages', 'Packages.gz']) {
    const content = await readFile(join(root, name))
    listed.push(` ${createHash('sha256').update(content).digest('hex')} ${content.length} ${name}\n`)
  }
  const head = 'Archive: deb\nCodename: deb\nOrigin: obs://example.org/demo/deb\nLabel: demo\nArchitectures: amd64 arm64\n'
  const release = join(root, 'Release')
  await writeFile(release, `${head}Date: ${new Date().toUTCString()}\nDescription: deb\nSHA256:\n${listed.join('')}`)
  await sign(workshop, key, release, join(root, 'Release.gpg'), '--detach-sign')
  await sign(workshop, key, release, join(root, 'InRelease'), '--clearsign')
}

async function sign(workshop: Workshop, key: KeyName | 'none', file: string, signature: string, how: string): Promise<void> {
  if (key === 'none') return
  const time = key === 'expired' ? ['--faked-system-time', '20200102T000000!'] : []
  const user = ['--local-user', `${key}@example.org`]
  await run('gpg', ['--batch', '--yes', ...time, ...user, '--armor', '--output', signature, how, file], {
    env: workshop.environment,
  })
}

/** Changes the last byte of a file that matters, at an offset from its end. */
export async function tamper(file: string, fromEnd = 1): Promise<void> {
  const content = await readFile(file)
  const at = content.length - fromEnd
  content[at] = (content[at] ?? 0) ^ 1
  await writeFile(file, content)
  await chmod(file, 0o644)
}
