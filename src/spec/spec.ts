import type { Format } from '../format.js'
import { inOnly, writeBranches } from './branch.js'
import { writeChangelog } from './changelog.js'
import { writeFiles } from './files.js'
import { writeInstallation } from './installation.js'
import { escapeMacros } from './macro.js'
import type { SpecModel } from './spec-model.js'
import { writePreamble } from './preamble.js'
import { writeScripts } from './scriptlet.js'

/**
 * Writes the spec of a package: one file that rpmbuild turns into rpms and debbuild into debs, on every
 * architecture. Programs are taken from the tarball as they are.
 */
export function renderSpec(model: SpecModel): string {
  return [
    ...writePreamble(model),
    ...writeDescription(model),
    ...writeInstallation(model),
    ...writeFiles(model),
    ...writeScripts(model),
    ...writeChangelog(model),
  ].join('\n')
}

function writeDescription({ planned }: SpecModel): string[] {
  const lines = wrapText(planned.metadata.description)
  const section = (format: Format) => ['%description', ...lines.map((line) => escapeMacros(line, format, 'text')), '']
  const [deb, rpm] = [section('deb'), section('rpm')]
  // A conditional within the section would leave an empty line.
  return deb.join() === rpm.join() ? rpm : writeBranches([...inOnly('deb', ...deb), ...inOnly('rpm', ...rpm)])
}

const widest = 76

/** Fills the paragraphs of a description to a width that rpmlint and lintian allow; lists and indented lines stay. */
export function wrapText(text: string): string[] {
  return text
    .replace(/^\s*\n|\s+$/g, '')
    .split(/\n\s*\n/)
    .flatMap((paragraph, index) => [...(index === 0 ? [] : ['']), ...wrapParagraph(paragraph)])
}

function wrapParagraph(paragraph: string): string[] {
  const given = paragraph.split('\n').map((line) => line.trimEnd())
  if (given.some((line) => /^\s|^[-*+] /.test(line))) return given
  const lines: string[] = []
  for (const word of given.join(' ').split(/\s+/)) {
    const last = lines.length - 1
    const longer = `${lines[last]} ${word}`
    if (last < 0 || longer.length > widest) lines.push(word)
    else lines[last] = longer
  }
  return lines
}
