import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import * as fixture from './fixture.js'

const run = promisify(execFile)

/** A package with what an installation is about. */
export interface RealPackage {
  /** Default: demo. */
  readonly name?: string
  readonly version: string
  /** deb: `Depends: adduser`; rpm: `Requires: socat`. */
  readonly fields?: string
  /** deb: maintainer scripts by their names; rpm: scriptlets such as pre. */
  readonly scripts?: Readonly<Record<string, string>>
  /** Contents by path; a program is one below /usr/bin. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  /** The paths of those that an administrator may change. */
  readonly config?: readonly string[]
  readonly architecture?: 'x86_64' | 'aarch64'
}

const debNames = { x86_64: 'amd64', aarch64: 'arm64' }

/** A program that says its version. */
export function greeter(version: string): string {
  return `#!/bin/sh\necho "demo ${version}"\n`
}

/** Publishes packages, built by dpkg-deb or rpmbuild, in a repository of their own. */
export async function publishReal(
  workshop: fixture.Workshop,
  format: 'deb' | 'rpm',
  packages: readonly RealPackage[],
): Promise<string> {
  const root = await mkdtemp(join(workshop.folder, `${format}-real-`))
  for (const each of packages) await (format === 'deb' ? buildDeb : buildRpm)(root, each, workshop)
  if (format === 'rpm') await fixture.signRpms(workshop, root, 'good')
  await fixture.writeMetadata(workshop, root, { format })
  return root
}

async function writeTree(tree: string, files: NonNullable<RealPackage['files']>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(tree, dirname(path)), { recursive: true })
    await writeFile(join(tree, path), content, { mode: path.includes('/bin/') ? 0o755 : 0o644 })
  }
}

async function buildDeb(root: string, given: RealPackage, workshop: fixture.Workshop): Promise<void> {
  const { name: called = 'demo', version, fields = '', scripts = {}, files = {}, config = [], architecture = 'x86_64' } = given
  const tree = await mkdtemp(join(workshop.folder, 'tree-'))
  const name = debNames[architecture]
  await mkdir(join(tree, 'DEBIAN'))
  await writeTree(tree, files)
  const head = `Package: ${called}\nVersion: ${version}-1.1\nArchitecture: ${name}\nMaintainer: Tests <tests@example.org>\n`
  await writeFile(join(tree, 'DEBIAN/control'), `${head}${fields}Description: a program for tests\n`)
  if (config.length > 0) await writeFile(join(tree, 'DEBIAN/conffiles'), `${config.join('\n')}\n`)
  for (const [script, text] of Object.entries(scripts))
    await writeFile(join(tree, 'DEBIAN', script), `#!/bin/sh\nset -e\n${text}\n`, { mode: 0o755 })
  await run('chmod', ['755', tree])
  await mkdir(join(root, name), { recursive: true })
  await run('dpkg-deb', [
    '--root-owner-group',
    '-Zgzip',
    '--build',
    tree,
    join(root, name, `${called}_${version}-1.1_${name}.deb`),
  ])
}

async function buildRpm(root: string, given: RealPackage, workshop: fixture.Workshop): Promise<void> {
  const { name: called = 'demo', version, fields = '', scripts = {}, files = {}, config = [], architecture = 'x86_64' } = given
  const top = await mkdtemp(join(workshop.folder, 'top-'))
  await writeTree(join(top, 'tree'), files)
  const listed = Object.keys(files).map((path) => (config.includes(path) ? `%config(noreplace) ${path}` : path))
  const scriptlets = Object.entries(scripts).flatMap(([script, text]) => [`%${script}`, text])
  const head = `Name: ${called}\nVersion: ${version}\nRelease: 1.1\nSummary: A program\nLicense: MIT\nAutoReqProv: no\n${fields}`
  const install = `%description\nA program.\n%install\nmkdir -p %{buildroot}\ncp -a ${join(top, 'tree')}/. %{buildroot}/`
  const spec = [head, install, ...scriptlets, '%files', '%defattr(-,root,root)', ...listed, '']
  await writeFile(join(top, 'demo.spec'), spec.join('\n'))
  await mkdir(join(top, 'tree'), { recursive: true })
  const options = ['--define', `_topdir ${top}`, '--define', 'debug_package %{nil}', '--define', '__os_install_post %{nil}']
  const output = ['--define', `_rpmdir ${root}`, '--define', '_build_id_links none']
  await run('rpmbuild', ['-bb', '--target', architecture, ...options, ...output, join(top, 'demo.spec')], {
    env: workshop.environment,
  })
}
