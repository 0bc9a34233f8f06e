import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../host/host.js'
import type { BuildRequest } from './package-type.js'

/** Where rpmbuild and debbuild work, in a folder that is theirs alone. */
export function listFolders({ folder }: BuildRequest) {
  return {
    home: join(folder, 'home'),
    top: join(folder, 'top'),
    out: join(folder, 'out'),
    build: join(folder, 'top', 'BUILD'),
    buildroot: join(folder, 'top', 'BUILDROOT'),
    temp: join(folder, 'temp'),
  } as const
}

/** How the content of a package is compressed, by rpm's name; every rpm and dpkg in use can read both. */
const payloads = { fast: 'w1.gzdio', max: 'w9.xzdio' } as const

/**
 * The macros that make the same sources the same bytes everywhere: no time, host name or path of the machine gets
 * into the package.
 */
export function neutralMacros(request: BuildRequest, sources: string): string {
  const { top, temp } = listFolders(request)
  return [
    `%_topdir ${top}`,
    `%_tmppath ${temp}`,
    `%_sourcedir ${sources}`,
    `%_binary_payload ${payloads[request.compression]}`,
    '%_buildhost reproducible',
    '%use_source_date_epoch_as_buildtime 1',
    '%clamp_mtime_to_source_date_epoch 1',
    '%source_date_epoch_from_changelog 0',
    '',
  ].join('\n')
}

/** The macros for units of one format, for machines that have none. */
export function readUnitMacros(format: 'deb' | 'rpm', host: Host): Promise<string> {
  return readFile(join(partsFolder(host), `systemd-${format}.macros`), 'utf8')
}

/** The folder of the programs and macros that the suite brings along. */
export function partsFolder(host: Host): string {
  return join(host.directories.suite, 'dist', 'sandbox')
}
