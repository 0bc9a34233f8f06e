import { writeChangelog } from './changelog.js'
import { writeFiles } from './files.js'
import { writeInstallation } from './installation.js'
import { escapeMacros } from './macro.js'
import type { SpecModel } from './spec-model.js'
import { writePreamble } from './preamble.js'
import { writeScripts } from './script.js'
import { wrapText } from './text.js'

/**
 * Writes the spec of a package: one file that rpmbuild turns into rpms and debbuild into debs, on every
 * architecture. Programs are taken from the tarball as they are.
 */
export function renderSpec(model: SpecModel): string {
  return [
    ...writePreamble(model),
    ...['%description', ...wrapText(escapeMacros(model.planned.metadata.description)), ''],
    ...writeInstallation(model),
    ...writeFiles(model),
    ...writeScripts(model),
    ...writeChangelog(model),
  ].join('\n')
}
