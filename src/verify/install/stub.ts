import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkError } from '../../error.js'
import { findProgram } from '../../host/exec.js'
import type { Host } from '../../host/host.js'
import { complaint, runTool } from '../../host/tool.js'
import { runConfined, type Ground } from './confinement.js'
import { stubName, writeStubSpec } from './stub-spec.js'
import { quote } from './trial.js'

/** Builds a repository of one package that stands for the distribution. Throws a WorkError when it cannot be built. */
export async function buildStub(
  provides: readonly string[],
  busybox: string | undefined,
  folder: string,
  host: Host,
): Promise<string> {
  const repository = join(folder, 'repository')
  await mkdir(repository, { recursive: true })
  const spec = join(folder, `${stubName}.spec`)
  await writeFile(spec, writeStubSpec(provides, busybox))
  const macros = [`_topdir ${folder}`, '__os_install_post %{nil}', 'debug_package %{nil}', '_build_id_links none']
  const defined = [...macros, '_binaries_in_noarch_packages_terminate_build 0'].flatMap((macro) => ['--define', macro])
  const built = await runTool(host, 'rpmbuild', ['-bb', '--quiet', '--nodeps', ...defined, spec], { timeout: 120 })
  if (built.code !== 0) throw new WorkError(`The base of the rpms cannot be built: ${complaint(built, /error/)}`)
  await copyFile(join(folder, 'RPMS/noarch', `${stubName}-1-1.noarch.rpm`), join(repository, `${stubName}.rpm`))
  const indexed = await runTool(host, 'createrepo_c', ['--quiet', '--no-database', repository], { timeout: 120 })
  if (indexed.code !== 0) throw new WorkError(`The base of the rpms cannot be indexed: ${complaint(indexed, /./)}`)
  return repository
}

/** An empty root for rpms, and what scripts of an assumed base run by; without a reason why they cannot run. */
export interface RpmGround {
  readonly ground: Ground
  readonly busybox: string | undefined
  readonly reason: string | undefined
}

/** Finds out whether this machine gives a root namespaces of its own, and whether its busybox runs where nothing else is. */
export async function findRpmGround(folder: string, host: Host): Promise<RpmGround> {
  await mkdir(folder, { recursive: true })
  const empty = (confined: boolean): Ground => ({ kind: 'empty', lower: '', confined })
  const busybox = await findProgram('busybox', host.env['PATH'] ?? '')
  const script = `mkdir "$R/bin" && cp ${quote(busybox ?? '')} "$R/bin/busybox" && chroot "$R" /bin/busybox true`
  let refusal = ''
  for (const confined of [true, false]) {
    const tried = await runConfined(empty(confined), [{ inside: false, script }], folder, undefined, host)
    const [result] = 'results' in tried ? tried.results : []
    if (result?.code === 0) return { ground: empty(confined), busybox, reason: undefined }
    if (result !== undefined) {
      const missing = busybox === undefined ? 'busybox is not installed' : `${busybox} is not static`
      return { ground: empty(confined), busybox: undefined, reason: `${missing}: apt-get install busybox-static` }
    }
    refusal = 'problem' in tried ? tried.problem : ''
  }
  return { ground: empty(false), busybox: undefined, reason: `this machine lets nobody make a root: ${refusal}` }
}
