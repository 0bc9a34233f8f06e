import type { ReleasedContainer } from '../../src/obs/inventory.js'

/** A container made on a day of January 2026, with these files as `<repository>/<architecture>/<file>`. */
export function containerOf(
  name: string,
  version: string,
  day: number,
  files: readonly string[] = [`deb/x86_64/${name}_${version}-1.1_amd64.deb`],
): ReleasedContainer {
  const container = `${name}.202601${String(day).padStart(2, '0')}000000`
  return {
    name: container,
    package: name,
    version,
    srcmd5: `${name} ${version}`,
    files: files.map((path) => {
      const [repository = '', architecture = '', file = ''] = path.split('/')
      return { repository, architecture, file, container }
    }),
  }
}
