import { execFile } from 'node:child_process'
import { chmod, copyFile, link, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a package for tests is built of; the other parts are the same in all. */
export interface Recipe {
  readonly name?: string
  readonly version?: string
  readonly release?: string
  /** The format's own name. Default: amd64 and x86_64. */
  readonly architecture?: string
  /** dpkg-deb's or rpm's name of the payload's compression. */
  readonly compression?: string
  /** Lines for the control file, or for the head of the spec. */
  readonly head?: string
  /** What /usr/bin/demo holds. */
  readonly program?: string | Buffer
  readonly mode?: number
  /** Scripts by their names in the format. */
  readonly scripts?: Readonly<Record<string, string>>
  /** The lines of an rpm's %files for /usr/bin. Default: all of it. */
  readonly files?: readonly string[]
  /** Seconds since the epoch at which it is built. */
  readonly time?: number
}

const time = 1_000_000_000

/** Builds a deb of a program, a link, a hard link and a conffile, and returns its path. */
export async function buildDeb(folder: string, recipe: Recipe = {}): Promise<string> {
  const { name = 'demo', version = '1.0', release = '1', architecture = 'amd64', compression = 'gzip' } = recipe
  const tree = await mkdtemp(join(folder, 'tree-'))
  await chmod(tree, 0o755)
  await fill(tree, recipe)
  await mkdir(join(tree, 'DEBIAN'))
  const control = [
    `Package: ${name}`,
    `Version: ${version}-${release}`,
    `Architecture: ${architecture}`,
    'Maintainer: Tests <tests@example.org>',
    'Homepage: https://example.org',
    ...(recipe.head === undefined ? [] : [recipe.head]),
    'Description: A program for tests',
    ' It greets.',
    '',
  ]
  await writeFile(join(tree, 'DEBIAN/control'), control.join('\n'))
  await writeFile(join(tree, 'DEBIAN/conffiles'), '/etc/demo.conf\n')
  for (const [script, content] of Object.entries(recipe.scripts ?? {}))
    await writeFile(join(tree, 'DEBIAN', script), content, { mode: 0o755 })
  const file = join(folder, `${name}_${version}-${release}_${architecture}.deb`)
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(recipe.time ?? time) }
  await run('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, file], { env })
  await rm(tree, { recursive: true })
  return file
}

/** Builds an rpm of the same, and returns its path. */
export async function buildRpm(folder: string, recipe: Recipe = {}): Promise<string> {
  const { name = 'demo', version = '1.0', release = '1', architecture = 'x86_64', compression = 'w9.gzdio' } = recipe
  const top = await mkdtemp(join(folder, 'rpmbuild-'))
  await fill(join(top, 'tree'), recipe)
  const spec = [
    `Name: ${name}`,
    `Version: ${version}`,
    `Release: ${release}`,
    'Summary: A program for tests',
    'License: MIT',
    'URL: https://example.org',
    ...(recipe.head === undefined ? [] : [recipe.head]),
    '%description',
    'It greets.',
    '%install',
    `cp --archive ${join(top, 'tree')}/. %{buildroot}`,
    ...Object.entries(recipe.scripts ?? {}).flatMap(([script, content]) => [`%${script}`, content]),
    '%files',
    ...(recipe.files ?? ['/usr/bin/*']),
    '%config(noreplace) /etc/demo.conf',
    '',
  ]
  await writeFile(join(top, 'demo.spec'), spec.join('\n'))
  const macros = [
    `_topdir ${top}`,
    'debug_package %{nil}',
    '__os_install_post %{nil}',
    `_binary_payload ${compression}`,
    'use_source_date_epoch_as_buildtime 1',
    'clamp_mtime_to_source_date_epoch 1',
    '_buildhost tests',
  ]
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(recipe.time ?? time) }
  const options = ['-bb', '--target', architecture, ...macros.flatMap((macro) => ['--define', macro])]
  await run('rpmbuild', [...options, join(top, 'demo.spec')], { env })
  const [built = ''] = await readdir(join(top, 'RPMS', architecture))
  const file = join(folder, built)
  await copyFile(join(top, 'RPMS', architecture, built), file)
  await rm(top, { recursive: true })
  return file
}

async function fill(tree: string, { program = 'hello', mode = 0o755 }: Recipe): Promise<void> {
  const files: Readonly<Record<string, string | Buffer>> = { 'usr/bin/demo': program, 'etc/demo.conf': 'greeting=hello\n' }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(tree, dirname(path)), { recursive: true })
    await writeFile(join(tree, path), content)
  }
  await chmod(join(tree, 'usr/bin/demo'), mode)
  await link(join(tree, 'usr/bin/demo'), join(tree, 'usr/bin/demo-hard'))
  await symlink('demo', join(tree, 'usr/bin/demo-link'))
}
