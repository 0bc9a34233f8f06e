import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkError } from '../../error.js'
import type { Host } from '../../host/host.js'
import { complaint, runTool } from '../../host/tool.js'
import { stubName, writeStubSpec } from './stub-spec.js'

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
