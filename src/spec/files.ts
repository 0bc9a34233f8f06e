import type { PlannedFile } from '../plan/plan.js'
import { formatsOf, inBoth, inOnly, writeBranches, type Line } from './branch.js'
import { installedPath } from './installed-path.js'
import { listOwnFiles } from '../plan/account.js'
import { isOwned } from '../plan/ownership.js'
import type { SpecModel } from './spec-model.js'
import { debianOwn, sourceMacro } from './sources.js'

/** The list of what the package owns. */
export function writeFiles(model: SpecModel): string[] {
  const debian = debianOwn.flatMap(({ suffix, path }) => (sourceMacro(model, suffix) === undefined ? [] : [path]))
  const lines = [
    ...inBoth('%license LICENSE', '%doc README.md'),
    ...model.planned.files.flatMap(fileLines),
    ...inBoth(...listOwnFiles(model.planned).map(({ path }) => path)),
    ...inOnly('deb', ...debian),
  ]
  return ['%files', ...writeBranches(lines), '']
}

function fileLines(file: PlannedFile): Line[] {
  const { owner, group, kind, mode } = file
  const plain = [...marksOf(file), installedPath(file)].join(' ')
  // A file in the build root has its mode already; a directory's is not taken from there. The deb gives files away and sets
  // the modes of directories by a script.
  if (isOwned(file) || (kind === 'directory' && mode !== '0755')) {
    const whole = [...marksOf(file), `%attr(${mode}, ${owner}, ${group})`, installedPath(file)].join(' ')
    return formatsOf(file).flatMap((format) => inOnly(format, format === 'deb' ? plain : whole))
  }
  return [{ text: plain, formats: formatsOf(file) }]
}

/** debbuild takes %dir for a file unless it comes first. */
function marksOf(file: PlannedFile): string[] {
  return [...(file.kind === 'directory' ? ['%dir'] : []), ...('config' in file && file.config ? ['%config(noreplace)'] : [])]
}
