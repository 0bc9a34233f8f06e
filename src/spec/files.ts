import type { Format } from '../format.js'
import type { PlannedFile } from '../plan/plan.js'
import { formatsOf, inBoth, inOnly, linesFor, writeBranches, type Line } from './branch.js'
import { installedPath } from './installed-path.js'
import { listOwnFiles } from '../plan/account.js'
import { isPage } from '../plan/expectation.js'
import { isOwned } from '../plan/ownership.js'
import type { SpecModel } from './spec-model.js'
import { debianOwn, sourceMacro } from './sources.js'
import { isListed, listingFormats, listName } from './tree.js'

/** The list of what the package owns. */
export function writeFiles(model: SpecModel): string[] {
  const debian = debianOwn.flatMap(({ suffix, path }) => (sourceMacro(model, suffix) === undefined ? [] : [path]))
  const lines = [
    ...inBoth('%license LICENSE', '%doc README.md'),
    ...model.planned.files.filter((file) => !isListed(file)).flatMap((file) => fileLines(file, model)),
    ...inBoth(...listOwnFiles(model.planned).map(({ path }) => path)),
    ...inOnly('deb', ...debian),
  ]
  return [...writeHead(model), ...writeBranches(lines), '']
}

/** A list of no files is an error of rpmbuild's, so that a format without trees has none. */
function writeHead(model: SpecModel): string[] {
  const listing = listingFormats(model)
  const heads: Line[] = model.planned.builds.flatMap(({ format }) =>
    inOnly(format, listing.includes(format) ? `%files -f ${listName}` : '%files'),
  )
  const [first, second] = heads
  return second !== undefined && first?.text !== second.text ? writeBranches(heads) : [first?.text ?? '%files']
}

function fileLines(file: PlannedFile, model: SpecModel): Line[] {
  // debbuild gets these in other ways.
  if (file.kind === 'ghost' || (file.kind === 'link' && isPage(file.path)))
    return file.to.rpm === undefined
      ? []
      : linesFor({ ...file, to: { rpm: file.to.rpm } }, model, (format) => [lineIn(file, format)])
  if (file.on === undefined && lineIn(file, 'deb') === lineIn(file, 'rpm'))
    return [{ text: lineIn(file, 'rpm'), formats: formatsOf(file) }]
  return file.on === undefined
    ? formatsOf(file).flatMap((format) => inOnly(format, lineIn(file, format)))
    : linesFor(file, model, (format) => [lineIn(file, format)])
}

/**
 * A file in the build root has its mode already; a directory's is not taken from there. The deb gives files away and sets
 * the modes of directories, and capabilities, by a script.
 */
function lineIn(file: PlannedFile, format: Format): string {
  const { owner, group, kind, mode } = file
  const isSpecial = isOwned(file) || kind === 'ghost' || (kind === 'directory' && mode !== '0755')
  // The files and folders of a tree have modes of their own.
  const attributes = isSpecial && format === 'rpm' ? [`%attr(${kind === 'tree' ? '-' : mode}, ${owner}, ${group})`] : []
  const capabilities = 'capabilities' in file && file.capabilities && format === 'rpm' ? [`%caps(${file.capabilities})`] : []
  return [...marksOf(file), ...attributes, ...capabilities, installedPath(file)].join(' ')
}

/** debbuild takes %dir for a file unless it comes first. */
function marksOf(file: PlannedFile): string[] {
  return [
    ...(file.kind === 'directory' ? ['%dir'] : []),
    ...(file.kind === 'ghost' ? ['%ghost'] : []),
    ...('config' in file && file.config ? ['%config(noreplace)'] : []),
  ]
}
