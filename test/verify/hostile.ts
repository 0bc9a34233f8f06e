import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { pack, type Header } from 'tar-stream'

const run = promisify(execFile)

/** A member of an archive that no tool would write. */
export type HostileMember = Partial<Header> & { readonly name: string; readonly content?: string }

/** A package that somebody wrote to get out of the root that it is installed into. */
export interface HostilePackage {
  readonly name?: string
  readonly depends?: string
  readonly data: readonly HostileMember[]
  readonly control?: readonly HostileMember[]
}

/** Writes a deb of any members into a repository's folder. */
export async function writeHostileDeb(
  root: string,
  { name = 'demo', depends, data, control = [] }: HostilePackage,
): Promise<void> {
  const folder = await mkdtemp(join(root, '..', 'hostile-'))
  const fields = [`Package: ${name}`, 'Version: 1.0.0-1.1', 'Architecture: amd64', 'Maintainer: Tests <tests@example.org>']
  const dependency = depends === undefined ? [] : [`Depends: ${depends}`]
  const text = [...fields, ...dependency, 'Description: a program for tests', ''].join('\n')
  await writeFile(join(folder, 'debian-binary'), '2.0\n')
  await writeTar(join(folder, 'control.tar'), [{ name: './control', content: text }, ...control])
  // dpkg wants every folder in front of what it holds.
  const folders = ['./', './usr/', './usr/bin/'].map((each) => ({ name: each, type: 'directory' }) as const)
  await writeTar(join(folder, 'data.tar'), [...folders, ...data])
  const deb = join(root, 'amd64', `${name}_1.0.0-1.1_amd64.deb`)
  await mkdir(join(root, 'amd64'), { recursive: true })
  await run('ar', ['rc', 'package.deb', 'debian-binary', 'control.tar', 'data.tar'], { cwd: folder })
  await copyFile(join(folder, 'package.deb'), deb)
}

async function writeTar(file: string, members: readonly HostileMember[]): Promise<void> {
  const archive = pack()
  for (const { content = '', ...header } of members) archive.entry({ mode: 0o755, ...header }, content)
  archive.finalize()
  await pipeline(archive, createWriteStream(file))
}

/** Builds an rpm by rpmbuild into a repository's folder; the commands fill `%{buildroot}`, the files are all of it. */
export async function buildHostileRpm(
  root: string,
  { name, requires, commands, files }: { name: string; requires?: string; commands: string; files: string },
): Promise<void> {
  const top = await mkdtemp(join(root, '..', 'hostile-'))
  const head = [`Name: ${name}`, 'Version: 1.0.0', 'Release: 1.1', 'Summary: A program', 'License: MIT', 'AutoReqProv: no']
  const more = requires === undefined ? [] : [`Requires: ${requires}`]
  const spec = [...head, ...more, '%description', 'A program.', '%install', commands, '%files', files, '']
  await writeFile(join(top, 'x.spec'), spec.join('\n'))
  const options = ['--define', `_topdir ${top}`, '--define', 'debug_package %{nil}', '--define', '__os_install_post %{nil}']
  await run('rpmbuild', ['-bb', '--target', 'x86_64', ...options, join(top, 'x.spec')])
  const file = `${name}-1.0.0-1.1.x86_64.rpm`
  await mkdir(join(root, 'x86_64'), { recursive: true })
  await copyFile(join(top, 'RPMS/x86_64', file), join(root, 'x86_64', file))
}
