import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { findDebbuild } from './debbuild.js'
import { listFolders, neutralMacros, readUnitMacros } from './macros.js'
import { runBuilder } from './builder.js'
import type { PackageType } from './package-type.js'

/** debbuild leaves the compression to dpkg-deb, which these tell it (dpkg-deb(1), from 1.21.10 on). */
const compressors = {
  fast: { DPKG_DEB_COMPRESSOR_TYPE: 'gzip', DPKG_DEB_COMPRESSOR_LEVEL: '1' },
  max: { DPKG_DEB_COMPRESSOR_TYPE: 'xz', DPKG_DEB_COMPRESSOR_LEVEL: '9' },
} as const

/** Debian packages, by debbuild. */
export const deb: PackageType = {
  name: 'deb',
  from: 'spec',
  tools: ['rpmbuild', 'rpm', 'rpm2cpio', 'cpio', 'perl', 'dpkg-deb', 'xz', 'tar', 'gzip'],
  listTargets: ({ builds }) => builds.find(({ format }) => format === 'deb')?.architectures ?? [],
  identify: async (host) => (await findDebbuild(host)).identity,
  async build(request, host) {
    const { folder, spec } = await request.sources()
    const { home, top, out, ...others } = listFolders(request)
    // debbuild does not make the folders that it works in.
    const needed = ['SOURCES', 'SPECS', 'SDEBS', 'DEBS'].map((name) => join(top, name))
    for (const each of [home, out, ...needed, ...Object.values(others)]) await mkdir(each, { recursive: true })
    const debbuild = await findDebbuild(host)
    const macros = [
      neutralMacros(request, folder),
      `%_debdir ${out}\n%_arch ${request.platform.debarch}\n`,
      debbuild.knowsUnits ? '' : await readUnitMacros('deb', host),
    ]
    await writeFile(join(home, '.debmacros'), macros.join(''))
    const env = { HOME: home, ...compressors[request.compression] }
    await runBuilder(debbuild.program, ['-bb', '--nodeps', spec], env, request, host)
    const found = await readdir(out, { recursive: true, withFileTypes: true })
    const files = found.filter(({ name }) => name.endsWith('.deb')).map(({ parentPath, name }) => join(parentPath, name))
    return files.sort().map((file) => ({ file, place: basename(file), everywhere: file.endsWith('_all.deb') }))
  },
}
