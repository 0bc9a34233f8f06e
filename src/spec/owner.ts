import { isOwned } from '../plan/ownership.js'
import type { PlannedFile } from '../plan/plan.js'
import { limit, limitsOf, inOnly, type Line } from './branch.js'
import { macroPath } from './macro.js'
import { installedPath } from './installed-path.js'
import type { SpecModel } from './spec-model.js'

/**
 * What the postinst of a deb does about a file: debbuild packs everything as root's, as dpkg-deb does with the names of
 * users that the machine of the build lacks, and forgets the mode of a directory and capabilities. An administrator's own
 * decision stays.
 */
export function ownerLines(file: PlannedFile, model: SpecModel): Line[] {
  if (file.to.deb === undefined || file.kind === 'ghost') return []
  return limit(inOnly('deb', ...giving(file), ...enabling(file)), limitsOf(file, 'deb', model))
}

function giving(file: PlannedFile): string[] {
  const path = installedPath(file)
  if (!isOwned(file))
    return file.kind === 'directory' && file.mode !== '0755' ? [`chmod ${file.mode} ${macroPath(file.path)}`] : []
  const { owner, group, mode, kind } = file
  const change = kind === 'tree' ? 'chown -hR' : 'chown -h'
  const give = [
    `${change} ${owner}:${group} "$file"`,
    ...(kind === 'link' || kind === 'tree' ? [] : [`chmod ${mode} "$file"`]),
  ].join('; ')
  return [`for file in ${path}; do`, `  dpkg-statoverride --list "$file" > /dev/null || { ${give}; }`, 'done']
}

/** Capabilities come last, because a change of owner takes them away; where they cannot be set, the installation fails. */
function enabling(file: PlannedFile): string[] {
  if (!('capabilities' in file) || file.capabilities === undefined) return []
  return [`for file in ${installedPath(file)}; do`, `  setcap '${file.capabilities}' "$file"`, 'done']
}

/**
 * What the postrm of a deb does about a file at a purge: dpkg knows no ghosts, and keeps a directory that is not empty. What is
 * in one is nobody's to remove unless the config says so.
 */
export function purgeLines(file: PlannedFile, model: SpecModel): Line[] {
  const remove = file.kind === 'ghost' ? 'rm -f' : file.kind === 'directory' && file.purge ? 'rm -rf' : undefined
  if (remove === undefined || file.to.deb === undefined) return []
  const line = `if [ "$1" = purge ]; then ${remove} ${macroPath(file.path)}; fi`
  return limit(inOnly('deb', line), limitsOf(file, 'deb', model))
}
