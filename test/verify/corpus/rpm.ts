import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { packagesOf, program } from '../fixture.js'
import type { Desk } from './desk.js'

const run = promisify(execFile)
const rpm = 'x86_64/demo-1.0.0-1.1.x86_64.rpm'

/** Runs a program of rpm's over every rpm of the desk. */
export async function rpmOf(desk: Desk, program: string, ...args: readonly string[]): Promise<void> {
  await run(program, [...args, ...(await packagesOf(desk.root))], { env: desk.workshop.environment })
}

/** Writes the metadata anew and signs it. */
export async function reindex(desk: Desk, ...options: readonly string[]): Promise<void> {
  const key = await desk.read('repodata/repomd.xml.key')
  await run('createrepo_c', ['-q', '--no-database', '--checksum=sha256', '--general-compress-type=gz', ...options, desk.root])
  await desk.write('repodata/repomd.xml.key', key)
  await desk.sign(join('repodata/repomd.xml'), 'detach', 'repodata/repomd.xml.asc')
}

/** What of an rpm is not as usual. */
export interface RpmMake {
  /** Lines of the spec before %description. */
  readonly fields?: string
  readonly version?: string
  /** Contents by path, beside /usr/bin/demo. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  /** Lines of %files, in place of the paths of the files. */
  readonly listed?: readonly string[]
  readonly changelog?: string
  readonly macros?: readonly string[]
  readonly target?: string
  /** Options of rpmsign's gpg. */
  readonly signing?: readonly string[]
  /** Where it lies. */
  readonly place?: string
}

/** Builds an rpm in place of the one that is there, or beside it, signs it and lists it. */
export async function makeRpm(desk: Desk, make: RpmMake, ...indexing: readonly string[]): Promise<void> {
  const { fields = '', version = '1.0.0', files = {}, macros = [], target = 'x86_64', signing = [], place = rpm } = make
  const { changelog = '' } = make
  const { environment: env, folder } = desk.workshop
  const top = await mkdtemp(join(folder, 'make-'))
  const all = { '/usr/bin/demo': program('1.0.0', 'x86_64'), ...files }
  for (const [path, content] of Object.entries(all)) {
    await mkdir(join(top, 'tree', dirname(path)), { recursive: true })
    await writeFile(join(top, 'tree', path), content, { mode: path.includes('/bin/') ? 0o755 : 0o644 })
  }
  const head = `Name: demo\nVersion: ${version}\nRelease: 1.1\nSummary: A program\nLicense: MIT\nAutoReqProv: no\n${fields}`
  const install = `%description\nA program.\n%install\nmkdir -p %{buildroot}\ncp -a ${join(top, 'tree')}/. %{buildroot}/`
  const listed = make.listed ?? Object.keys(all).map((path) => `"${path}"`)
  const end = changelog === '' ? [] : ['%changelog', changelog]
  await writeFile(join(top, 'demo.spec'), [head, install, '%files', '%defattr(-,root,root)', ...listed, ...end, ''].join('\n'))
  const defined = [`_topdir ${top}`, 'debug_package %{nil}', '__os_install_post %{nil}', '_build_id_links none', ...macros]
  const options = ['-bb', '--target', target, ...defined.flatMap((macro) => ['--define', macro])]
  await run('rpmbuild', [...options, join(top, 'demo.spec')], { env })
  const [built = ''] = await packagesOf(join(top, 'RPMS'))
  await mkdir(dirname(join(desk.root, place)), { recursive: true })
  await copyFile(built, join(desk.root, place))
  await signRpm(desk, place, signing)
  await rm(top, { recursive: true })
  await reindex(desk, ...indexing)
}

/** Signs one rpm anew. */
export async function signRpm(desk: Desk, place = rpm, options: readonly string[] = [], key = 'good@example.org'): Promise<void> {
  const gpg = ['--batch', '--pinentry-mode', 'loopback', ...options].join(' ')
  const macros = [`_gpg_name ${key}`, '__gpg /usr/bin/gpg', `_gpg_sign_cmd_extra_args ${gpg}`]
  const defined = macros.flatMap((macro) => ['--define', macro])
  // It leaves a signature by the same key as it is.
  await run('rpmsign', ['--delsign', join(desk.root, place)], { env: desk.workshop.environment })
  await run('rpmsign', ['--addsign', ...defined, join(desk.root, place)], { env: desk.workshop.environment })
}

/** Changes the bytes of an rpm, which nobody signs again. */
export async function editRpm(desk: Desk, change: (content: Buffer) => void, place = rpm): Promise<void> {
  const content = await readFile(join(desk.root, place))
  change(content)
  await writeFile(join(desk.root, place), content)
}
