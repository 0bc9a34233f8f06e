import { isOwned } from '../plan/ownership.js'
import type { PlannedFile } from '../plan/plan.js'
import { macroPath } from './macro.js'
import { installedPath } from './installed-path.js'

/**
 * What the postinst of a deb does about a file: debbuild packs everything as root's, as dpkg-deb does with the names of
 * users that the machine of the build lacks, and forgets the mode of a directory. An administrator's own decision stays.
 */
export function ownerLines(file: PlannedFile): string[] {
  if (file.to.deb === undefined) return []
  const path = installedPath(file)
  if (!isOwned(file))
    return file.kind === 'directory' && file.mode !== '0755' ? [`chmod ${file.mode} ${macroPath(file.path)}`] : []
  const { owner, group, mode, kind } = file
  const give = [`chown -h ${owner}:${group} "$file"`, ...(kind === 'link' ? [] : [`chmod ${mode} "$file"`])].join('; ')
  return [`for file in ${path}; do`, `  dpkg-statoverride --list "$file" > /dev/null || { ${give}; }`, 'done']
}
