import { isGlob } from '../glob.js'
import type { Format } from '../format.js'
import { isManual } from '../plan/expectation.js'
import type { PlannedFile } from '../plan/plan.js'
import { formatsOf, inBoth, inOnly, writeBranches, type Line } from './branch.js'
import { escapeMacros, macroPath } from './macro.js'
import type { SpecModel } from './spec-model.js'
import { debianOwn, sourceMacro } from './sources.js'

/** The list of what the package owns. */
export function writeFiles(model: SpecModel): string[] {
  const debian = debianOwn.flatMap(({ suffix, path }) => (sourceMacro(model, suffix) === undefined ? [] : [path]))
  const lines = [
    ...inBoth('%license LICENSE', '%doc README.md'),
    ...model.planned.files.flatMap(fileLines),
    ...inOnly('deb', ...debian),
  ]
  return ['%files', ...writeBranches(lines), '']
}

function fileLines(file: PlannedFile): Line[] {
  const { owner, group, kind, mode } = file
  const line = (format: Format, marks: readonly string[]): Line[] =>
    file.to[format] !== undefined ? [{ text: [...marks, pathOf(file)].join(' '), formats: [format] }] : []
  const whole = `%attr(${mode}, ${owner}, ${group})`
  if (owner !== 'root' || group !== 'root')
    return [{ text: [...marksOf(file), whole, pathOf(file)].join(' '), formats: formatsOf(file) }]
  // A file in the build root has its mode already. A directory's is not taken from there: rpm is told here; the deb
  // sets it by a script, because older versions of debbuild would give everything below to root again.
  if (kind === 'directory' && mode !== '0755') return [...line('deb', marksOf(file)), ...line('rpm', [...marksOf(file), whole])]
  return [{ text: [...marksOf(file), pathOf(file)].join(' '), formats: formatsOf(file) }]
}

/** debbuild takes %dir for a file unless it comes first. */
function marksOf(file: PlannedFile): string[] {
  return [...(file.kind === 'directory' ? ['%dir'] : []), ...('config' in file && file.config ? ['%config(noreplace)'] : [])]
}

function pathOf(file: PlannedFile): string {
  const path = macroPath(file.path)
  const compressed = isManual(file.path) ? '.gz' : ''
  if ((file.kind === 'binary' || file.kind === 'member') && isGlob(file.name))
    return `${path}${escapeMacros(file.name.slice(file.name.lastIndexOf('/') + 1))}${compressed}`
  return `${path}${compressed}`
}
