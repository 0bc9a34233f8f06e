import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Host } from '../host/host.js'
import { listFolders, neutralMacros, readUnitMacros } from './macros.js'
import { runBuilder } from './builder.js'
import { signRpm } from './signer.js'
import type { PackageType, Product } from './package-type.js'

/** rpm packages, by rpmbuild. */
export const rpm: PackageType = {
  name: 'rpm',
  from: 'spec',
  tools: ['rpmbuild', 'rpm', 'xz', 'tar', 'gzip'],
  listTargets: ({ builds }) => builds.find(({ format }) => format === 'rpm')?.architectures ?? [],
  async identify(host) {
    const { stdout } = await host.exec('rpmbuild', ['--version'])
    return `rpmbuild (${stdout.trim()}), ${(await hasUnitMacros(host)) ? "the machine's" : 'own'} macros for units`
  },
  async build(request, host) {
    const { folder, spec } = await request.sources()
    const { home, out, ...others } = listFolders(request)
    for (const each of [home, out, ...Object.values(others)]) await mkdir(each, { recursive: true })
    const macros = [
      neutralMacros(request, folder),
      `%_rpmdir ${out}\n%_build_name_fmt %%{ARCH}/%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm\n`,
      (await hasUnitMacros(host)) ? '' : await readUnitMacros('rpm', host),
    ]
    // Not by --load, whose macros rpmbuild forgets when it turns to its --target.
    await writeFile(join(home, '.rpmmacros'), macros.join(''))
    // Nothing is compiled, so what the spec requires for building is not needed here.
    const args = ['-bb', '--nodeps', '--target', `${request.platform.rpmarch}-linux`, spec]
    await runBuilder('rpmbuild', args, { HOME: home }, request, host)
    return listProducts(out)
  },
  sign: signRpm,
}

async function listProducts(out: string): Promise<readonly Product[]> {
  const found = await readdir(out, { recursive: true, withFileTypes: true })
  const files = found.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return files.sort().map((file) => {
    const place = relative(out, file)
    return { file, place, everywhere: place.startsWith('noarch/') }
  })
}

/** Distributions with rpm bring macros for units; Debian's rpm does not. */
async function hasUnitMacros(host: Host): Promise<boolean> {
  const { stdout } = await host.exec('rpm', ['--eval', '%{?_unitdir}'], { env: { HOME: '/nonexistent' } })
  return stdout.trim() !== ''
}
